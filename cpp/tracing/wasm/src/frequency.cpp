#include <micromegas/tracing/time.hpp>

namespace micromegas::tracing {

std::int64_t frequency() noexcept { return 1'000'000; }  // microseconds

}  // namespace micromegas::tracing
