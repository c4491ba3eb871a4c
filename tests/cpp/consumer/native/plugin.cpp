#include <micromegas/tracing.hpp>

extern "C" [[gnu::visibility("default")]] void plugin_run(int rounds);

void plugin_run(int rounds) {
    for (int round = 0; round < rounds; ++round) {
        MM_SPAN_FUNCTION();
        MM_IMETRIC("rounds", "count", round);
        MM_WARN("round {} in the plugin", round);
    }
}
