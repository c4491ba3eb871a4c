// The times of a session's events, which never go back, although the tick count may.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/time.hpp>

#include <cstdint>
#include <limits>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The tick count restarts when a machine wakes up or is restored from a snapshot. The session's ticks go on from
/// where they were: the collector sees the step at its next look, and says how far it has been since. Used in turn.
class SessionClock {
public:
    SessionClock() noexcept = default;
    explicit SessionClock(const DualTime& start) noexcept;

    /// Both clocks, with the session's ticks.
    [[nodiscard]] DualTime now() noexcept;

    /// The session's ticks of an event that was recorded at `raw` ticks. If the count stepped back, an event from
    /// before is at least as late as the look before the step, which the count does not come to again for a while.
    [[nodiscard]] std::int64_t ticks_of(std::int64_t raw) const noexcept {
        return raw + (raw >= step_from_ ? offset_before_step_ : offset_);
    }

    /// How far it has been since is then known roughly: only the order of a thread's own events tells which is later.
    [[nodiscard]] bool has_stepped_back() const noexcept { return step_from_ != kNoStep; }

private:
    static constexpr std::int64_t kNoStep = std::numeric_limits<std::int64_t>::max();

    std::int64_t start_ticks_ = 0;
    std::int64_t start_nanoseconds_ = 0;
    std::int64_t last_raw_ = 0;
    std::int64_t last_nanoseconds_ = 0;
    std::int64_t offset_ = 0;
    std::int64_t offset_before_step_ = 0;
    std::int64_t step_from_ = kNoStep;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
