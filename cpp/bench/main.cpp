#include "delivery.hpp"
#include "front_door.hpp"
#include "measured_sink.hpp"
#include "operations.hpp"
#include "table.hpp"

#include <array>
#include <iostream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

int main(int argc, char** argv) {
    using namespace micromegas::bench;

    // Before the caller's own, which win.
    std::array<std::string, 2> defaults{"--benchmark_repetitions=11", "--benchmark_enable_random_interleaving=true"};
    std::vector<char*> arguments{argv[0], defaults[0].data(), defaults[1].data()};
    arguments.insert(arguments.end(), argv + 1, argv + argc);
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
        return 1;
    }

    start_tracing();
    measure_floors();
    measure_micromegas();
    measure_peers();
    TableReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    benchmark::Shutdown();
    stop_tracing();
    reporter.print(std::cout);
    measure_front_door(std::cout);
    measure_delivery(std::cout);
    measure_encoding(std::cout);
    return 0;
}
