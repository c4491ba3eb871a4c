#include "wall_clock.hpp"

#include <micromegas/tracing/interpolate.hpp>

#include <utility>

namespace micromegas::telemetry_sink::detail {

using tracing::DualTime;
using tracing::detail::interpolate;

std::chrono::system_clock::time_point WallClock::at(std::int64_t ticks) noexcept {
    if (ticks == 0) {
        return std::chrono::system_clock::now();
    }
    if (ticks > latest_.ticks || ticks < start_.ticks) {
        before_ = std::exchange(latest_, DualTime::now());
        if (latest_.ticks < ticks || latest_.ticks < before_.ticks) {  // the count was set back meanwhile
            start_ = before_ = latest_;
            return latest_.time;
        }
        duration_of_tick_ = latest_.ticks == before_.ticks
                                ? 0
                                : static_cast<double>((latest_.time - before_.time).count()) /
                                      static_cast<double>(latest_.ticks - before_.ticks);
    }
    if (ticks < before_.ticks) {
        return interpolate(start_, before_, ticks).time;
    }
    const double passed = static_cast<double>(ticks - before_.ticks) * duration_of_tick_;
    return before_.time + std::chrono::system_clock::duration{static_cast<std::int64_t>(passed)};
}

}  // namespace micromegas::telemetry_sink::detail
