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
    }
    return ticks >= before_.ticks ? interpolate(before_, latest_, ticks).time
                                  : interpolate(start_, before_, ticks).time;
}

}  // namespace micromegas::telemetry_sink::detail
