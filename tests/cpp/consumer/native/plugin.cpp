#include <micromegas/tracing.hpp>

namespace plugin {

void run();
void run() { MM_WARN("in the plugin"); }

}  // namespace plugin
