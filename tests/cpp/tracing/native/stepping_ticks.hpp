// A time stamp counter that the test can set back, as when a machine wakes up or is restored from a snapshot.
#pragma once

#include <cstdint>

namespace micromegas::tracing {

/// While it lives, reading the counter on the thread that made it, or on threads that this thread starts, traps, and
/// returns the monotonic clock plus an offset. Make it before the dispatch is initialised.
class SteppingTicks {
public:
    SteppingTicks() noexcept;
    ~SteppingTicks();
    SteppingTicks(const SteppingTicks&) = delete;
    SteppingTicks& operator=(const SteppingTicks&) = delete;

    /// Moves the counter, forward if `ticks` is positive.
    void step(std::int64_t ticks) noexcept;
};

}  // namespace micromegas::tracing
