// The operations, registered with Google Benchmark.
#pragma once

namespace micromegas::bench {

void measure_floors();
void measure_micromegas();
void measure_peers();

}  // namespace micromegas::bench
