// Prints the tick count's frequency by each way, and by a measurement of so many seconds (10 without an argument).
#include <micromegas/tracing/detail/frequency.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include <fmt/format.h>

int main(int argument_count, char** arguments) {
    using namespace micromegas::tracing;
    const std::chrono::seconds time{argument_count > 1 ? std::stoi(arguments[1]) : 10};
    const detail::ClockSample first = detail::take_clock_sample();
    const std::int64_t at_start = detail::with_frequency({}).tsc_frequency;
    std::this_thread::sleep_for(time);
    const std::int64_t reference = detail::frequency_between(first, detail::take_clock_sample());
    const auto show = [&](const char* way, std::int64_t hz) {
        fmt::print("{:<28}{:>14}", way, hz);
        hz != 0 ? fmt::print("{:>+12.3f} ppm\n", (static_cast<double>(hz) / static_cast<double>(reference) - 1) * 1e6)
                : fmt::print("  unknown\n");
    };
    show(fmt::format("measured in {} s", time.count()).c_str(), reference);
    show("measured at the start", at_start);
    show("the kernel", detail::frequency_of_kernel());
    show("the processor", detail::frequency_of_processor());
}
