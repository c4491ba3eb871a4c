// A time stamp counter that the test can set back, as it is where a machine wakes up or is restored from a snapshot.
#pragma once

#include <cstdint>

namespace micromegas::tracing {

/// While it lives, reading the counter on the thread that made it, or on one that this starts, traps, and answers the
/// monotonic clock and an offset. Made before the dispatch is initialised.
class SteppingTicks {
public:
    SteppingTicks() noexcept;
    ~SteppingTicks();
    SteppingTicks(const SteppingTicks&) = delete;
    SteppingTicks& operator=(const SteppingTicks&) = delete;

    /// Forward if positive.
    void step(std::int64_t ticks) noexcept;
};

}  // namespace micromegas::tracing
