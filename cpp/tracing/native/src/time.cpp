#include <micromegas/tracing/time.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

std::int64_t monotonic_nanoseconds() noexcept {
    return std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count();
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {

DualTime DualTime::now() noexcept { return {tracing::now(), std::chrono::system_clock::now()}; }

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
