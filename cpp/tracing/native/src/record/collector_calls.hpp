// The requests of recording to the collector, which it does not know: the collector puts its functions here.
#pragma once

#include <micromegas/abi.hpp>

#include <atomic>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

struct ThreadRecorder;

/// Both leave it to another thread that is at it, and do nothing from inside a sink or a formatter.
struct CollectorCalls {
    /// Hands over everything, or the streams of which a whole block is there.
    void (*collect)(bool only_full) noexcept;
    /// Hands over the spans of a thread, and forgets threads that have ended.
    void (*collect_thread)(const ThreadRecorder& thread) noexcept;
};

/// Without a collector there is nothing to hand over.
inline constexpr CollectorCalls kNoCollector{[](bool) noexcept {}, [](const ThreadRecorder&) noexcept {}};
inline constinit std::atomic<const CollectorCalls*> g_collector_calls{&kNoCollector};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
