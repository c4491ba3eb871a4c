#include <micromegas/tracing/time.hpp>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

std::int64_t frequency() noexcept { return std::chrono::microseconds::period::den; }

DualTime DualTime::now() noexcept {
    const std::int64_t ticks = tracing::now();  // since the epoch
    return {ticks, std::chrono::system_clock::time_point{std::chrono::microseconds{ticks}}};
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
