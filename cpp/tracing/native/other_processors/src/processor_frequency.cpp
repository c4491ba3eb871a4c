#include <micromegas/tracing/detail/clock.hpp>
#include <micromegas/tracing/detail/frequency.hpp>

#include <chrono>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

std::int64_t monotonic_nanoseconds() noexcept {
    return std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count();
}

std::int64_t frequency_of_processor() noexcept { return 1'000'000'000; }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
