#include <micromegas/tracing.hpp>

namespace elsewhere {

void work() { MM_INFO("working"); }

}  // namespace elsewhere
