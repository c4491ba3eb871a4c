// The gates, which every call reads first, in one cache line that changes only at initialisation, at shutdown, and when
// spans, metrics or images are switched.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/level.hpp>

#include <atomic>
#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct alignas(64) Gates {
    /// Log entries up to this level take the way out of line: some sink wants them as text at once, they may not wait,
    /// they have a stack, or a backtrace sees them.
    std::atomic<LevelFilter> text_level{LevelFilter::Off};
    /// Whether blocks are recorded; metrics, spans and images need them.
    std::atomic<bool> blocks{false};
    // Whether these are recorded; where blocks are not, neither are they.
    std::atomic<bool> metrics{false};
    std::atomic<bool> images{false};
    /// Numbers the initialisations of the dispatch, from 1; 0 while there is none that records.
    std::atomic<std::uint32_t> session{0};
    /// The session, while spans are recorded; else 0.
    std::atomic<std::uint32_t> span_session{0};
};

extern constinit Gates g_gates;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
