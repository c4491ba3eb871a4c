#include <micromegas/tracing/time.hpp>

namespace micromegas::tracing {

std::int64_t detail::monotonic_nanoseconds() noexcept {
    return std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count();
}

DualTime DualTime::now() noexcept { return {tracing::now(), std::chrono::system_clock::now()}; }

}  // namespace micromegas::tracing
