// The cost of an entry in a program that begins with `init_telemetry`, beside spdlog's file sink.
#pragma once

#include <ostream>

namespace micromegas::bench {

/// Measures and prints a table of ratios. Tracing is not initialised meanwhile.
void measure_front_door(std::ostream& out);

}  // namespace micromegas::bench
