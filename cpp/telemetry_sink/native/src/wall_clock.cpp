#include "wall_clock.hpp"

#include <micromegas/tracing/detail/interpolate.hpp>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

using tracing::DualTime;
using tracing::detail::interpolate;

namespace {

/// The interval between two readings, long enough that the duration of a reading does not matter.
constexpr std::chrono::system_clock::duration kEnoughToMeasure = std::chrono::milliseconds{1};
/// So long after a reading the next tick is taken to last as long as the last. A clock that is corrected meanwhile,
/// by 0.5 ms a second at most, is wrong by 5 us.
constexpr std::chrono::system_clock::duration kTrusted = std::chrono::milliseconds{10};

}  // namespace

std::chrono::system_clock::time_point WallClock::at(std::int64_t ticks) noexcept {
    if (ticks == 0) {
        return std::chrono::system_clock::now();
    }
    if (ticks > trusted_until_ || ticks < start_.ticks) {
        read_clocks();
        // The count was set back meanwhile, or the time of day.
        if (latest_.ticks < ticks || latest_.ticks < before_.ticks || latest_.time < before_.time) {
            start_ = before_ = latest_;
            trusted_until_ = latest_.ticks;
            return latest_.time;
        }
    }
    if (ticks < before_.ticks) {
        return interpolate(start_, before_, ticks).time;
    }
    const double passed = static_cast<double>(ticks - before_.ticks) * duration_of_tick_;
    return before_.time + std::chrono::system_clock::duration{static_cast<std::int64_t>(passed)};
}

void WallClock::read_clocks() noexcept {
    if (latest_.time - before_.time >= kEnoughToMeasure) {
        before_ = latest_;
    }
    latest_ = DualTime::now();
    trusted_until_ = latest_.ticks;
    if (latest_.ticks > before_.ticks) {
        const auto passed = latest_.time - before_.time;
        duration_of_tick_ = static_cast<double>(passed.count()) / static_cast<double>(latest_.ticks - before_.ticks);
        if (passed >= kEnoughToMeasure) {
            trusted_until_ += static_cast<std::int64_t>(static_cast<double>(kTrusted.count()) / duration_of_tick_);
        }
    } else {
        duration_of_tick_ = 0;
    }
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
