// The definition of "dropped": an event whose call passed every gate and that no sink will get. It is counted once, by
// its cause. Events from inside a sink are ignored and not counted.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Since the process began. On wasm nothing is recorded, so nothing is dropped.
struct DropCounts {
    std::uint64_t queue_full = 0;   ///< Twice `DispatchConfig::memory_limit` was used up; by images, once the limit.
    std::uint64_t memory = 0;       ///< The system gave no memory.
    std::uint64_t refused = 0;      ///< Larger than a server takes, 48 MiB.
    std::uint64_t shutdown = 0;     ///< Tracing ended without handing them over.
    std::uint64_t interrupted = 0;  ///< From a signal handler that came while its thread was recording.
    std::uint64_t unpaired = 0;     ///< Ends of spans whose begin was dropped, or that ended in another order.

    [[nodiscard]] constexpr std::uint64_t total() const noexcept {
        return queue_full + memory + refused + shutdown + interrupted + unpaired;
    }
    friend bool operator==(const DropCounts&, const DropCounts&) = default;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
