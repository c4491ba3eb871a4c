// The cost of delivery: into a recording file, and to a server.
#pragma once

#include <ostream>

namespace micromegas::bench {

/// Measures and prints tables. Tracing is not initialised meanwhile.
void measure_delivery(std::ostream& out);
/// The cost of blocks from there to the body of a request, by level of compression.
void measure_encoding(std::ostream& out);

}  // namespace micromegas::bench
