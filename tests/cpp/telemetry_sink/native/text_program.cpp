// A program as users write it, for text_delivery_test.cpp: logs to standard output, and ends in the way that its
// argument names.
//
//     text_program deferred|at-once|automatic|file ENDING [LINES]
//
// file: as a text file whose lines are formatted at once.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/crash_handlers.hpp>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace micromegas;

telemetry_sink::TelemetryOptions options_of(std::string_view delivery) {
    using telemetry_sink::TextDelivery;
    if (delivery == "file") {
        return {.terminal = {.level = tracing::LevelFilter::Off},
                .text_file = telemetry_sink::TextFileOptions{.path = "/dev/stdout", .delivery = TextDelivery::AtOnce}};
    }
    return {.terminal = {.delivery = delivery == "deferred"  ? TextDelivery::Deferred
                                     : delivery == "at-once" ? TextDelivery::AtOnce
                                                             : TextDelivery::Automatic}};
}

void fork_and_wait(std::string_view ending, const telemetry_sink::TelemetryOptions& options) {
    const pid_t child = fork();
    if (child == 0) {
        MM_INFO("nothing is initialised in a child");
        if (ending == "fork-and-initialise") {
            const auto telemetry = telemetry_sink::init_telemetry(options);
            MM_INFO("from the child");
        }
        std::exit(0);
    }
    static_cast<void>(waitpid(child, nullptr, 0));
    MM_INFO("from the parent");
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = options_of(argc > 1 ? argv[1] : "");
    const std::string_view ending = argc > 2 ? argv[2] : "";
    const int lines = argc > 3 ? std::atoi(argv[3]) : 3;
    const auto telemetry = telemetry_sink::init_telemetry(options);
    for (int line = 1; line <= lines; ++line) {
        if (ending == "print") {
            std::printf("printed before line %d\n", line);
        }
        MM_INFO("line {}", line);
    }
    if (ending == "exit") {
        std::exit(0);
    } else if (ending == "abort") {
        if (tracing::install_crash_handlers()) {
            return 1;
        }
        std::abort();
    } else if (ending == "terminate") {
        throw std::runtime_error{"nobody catches it"};
    } else if (ending == "warn") {
        MM_WARN("a warning");
        _exit(0);
    } else if (ending == "stay") {
        pause();
    } else if (ending.starts_with("fork")) {
        fork_and_wait(ending, options);
    }
    return telemetry.error() ? 1 : 0;
}
