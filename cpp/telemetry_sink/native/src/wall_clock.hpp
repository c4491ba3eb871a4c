#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/time.hpp>

#include <chrono>
#include <cstdint>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

/// Converts the ticks of recorded entries to the time of day, by interpolation between moments at which both clocks
/// were read, and shortly after, so the frequency of the ticks need not be known. One thread at a time.
class WallClock {
public:
    /// 0 ticks: now.
    [[nodiscard]] std::chrono::system_clock::time_point at(std::int64_t ticks) noexcept;

private:
    void read_clocks() noexcept;

    tracing::DualTime start_ = tracing::DualTime::now();
    tracing::DualTime before_ = start_;
    tracing::DualTime latest_ = start_;
    double duration_of_tick_ = 0;                // between those two
    std::int64_t trusted_until_ = start_.ticks;  // up to there the clocks need not be read
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
