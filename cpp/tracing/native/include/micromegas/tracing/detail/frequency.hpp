// The speed of the tick count. Why: docs/decisions/0041-a-frequency-that-nobody-tells-is-measured.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/process_info.hpp>

#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

// Each in ticks per second; 0 where there is no answer.

/// Of the architecture: CPUID leaf 15h, or CNTFRQ_EL0.
[[nodiscard]] std::int64_t frequency_of_processor() noexcept;
/// As the kernel calculates times of performance events.
[[nodiscard]] std::int64_t frequency_of_kernel() noexcept;

/// Both clocks, read at almost the same moment.
struct ClockSample {
    std::int64_t ticks = 0;
    std::int64_t nanoseconds = 0;  ///< Of a clock that nobody corrects.
    std::int64_t uncertainty = 0;  ///< Of both together, in nanoseconds.
    std::int64_t asleep = 0;       ///< Nanoseconds that the machine has slept since its start.
};
[[nodiscard]] ClockSample take_clock_sample() noexcept;

/// Between two samples; 0 where they are too close for an error of at most 5 ppm, or the machine slept between them.
[[nodiscard]] std::int64_t frequency_between(const ClockSample& first, const ClockSample& second) noexcept;

/// `process`, with a frequency that is measured if nobody tells it; the same in each call. If the process has begun
/// just now, this takes some milliseconds: not for a thread that must not wait.
[[nodiscard]] ProcessInfo with_frequency(ProcessInfo process) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
