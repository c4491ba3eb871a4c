// The clock of the recorded events.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/clock.hpp>  // now(): one per platform, inline

#include <chrono>
#include <cstdint>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Ticks of `now()` per second, as the system or the processor tells; 0 if neither does. The process information
/// that a sink writes or sends has a measured one then.
[[nodiscard]] std::int64_t frequency() noexcept;

/// The tick count and the wall clock, read at the same moment.
struct DualTime {
    std::int64_t ticks = 0;
    std::chrono::system_clock::time_point time;

    [[nodiscard]] static DualTime now() noexcept;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
