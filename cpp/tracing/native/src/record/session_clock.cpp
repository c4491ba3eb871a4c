#include "session_clock.hpp"

#include <algorithm>

#include <ctime>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// Goes on while the machine sleeps.
std::int64_t nanoseconds_since_boot() noexcept {
    timespec time{};
    static_cast<void>(clock_gettime(CLOCK_BOOTTIME, &time));
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

SessionClock::SessionClock(const DualTime& start) noexcept
    : start_ticks_(start.ticks),
      start_nanoseconds_(nanoseconds_since_boot()),
      last_raw_(start.ticks),
      last_nanoseconds_(start_nanoseconds_) {}

DualTime SessionClock::now() noexcept {
    DualTime now = DualTime::now();
    const std::int64_t raw = now.ticks;
    const std::int64_t nanoseconds = nanoseconds_since_boot();
    if (raw < last_raw_) {
        const std::int64_t last_ticks = last_raw_ + offset_;
        const auto known_nanoseconds = static_cast<double>(last_nanoseconds_ - start_nanoseconds_);
        // Measured if the processor does not report it; no time passed if nothing is known.
        const double ticks_per_nanosecond = frequency() != 0 ? static_cast<double>(frequency()) / 1e9
                                            : known_nanoseconds > 0
                                                ? static_cast<double>(last_ticks - start_ticks_) / known_nanoseconds
                                                : 0;
        const auto passed =
            static_cast<std::int64_t>(static_cast<double>(nanoseconds - last_nanoseconds_) * ticks_per_nanosecond);
        offset_before_step_ = offset_;
        step_from_ = last_raw_;
        offset_ = last_ticks + std::max(passed, std::int64_t{1}) - raw;
    } else if (raw >= step_from_) {
        step_from_ = kNoStep;  // the count has come so far again
    }
    last_raw_ = raw;
    last_nanoseconds_ = nanoseconds;
    now.ticks = raw + offset_;
    return now;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
