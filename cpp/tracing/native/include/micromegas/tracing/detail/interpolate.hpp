#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/time.hpp>

#include <chrono>
#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The wall clock at `ticks`, which lie between two moments at which both clocks were read.
[[nodiscard]] inline DualTime interpolate(const DualTime& a, const DualTime& b, std::int64_t ticks) noexcept {
    if (ticks <= a.ticks || b.ticks <= a.ticks) {
        return a;
    }
    const double share = static_cast<double>(ticks - a.ticks) / static_cast<double>(b.ticks - a.ticks);
    const std::chrono::duration<double, std::chrono::system_clock::period> passed{
        static_cast<double>((b.time - a.time).count()) * share};
    return {ticks, a.time + std::chrono::duration_cast<std::chrono::system_clock::duration>(passed)};
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
