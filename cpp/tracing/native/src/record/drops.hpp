// Counts dropped events; drop_counts.hpp lists the causes.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/drop_counts.hpp>
#include <micromegas/tracing/metadata.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

enum class DropCause : std::uint8_t { QueueFull, Memory, Refused, Shutdown, Interrupted, Unpaired };
inline constexpr std::size_t kDropCauses = 6;

/// A server refuses a body over 100 MiB for good: a block that is full, and one more event, are less.
inline constexpr std::size_t kMostEventBytes = std::size_t{48} << 20;
inline constexpr std::size_t kMostBlockBytes = std::size_t{48} << 20;

/// Any thread.
class Drops {
public:
    void add(DropCause cause, std::uint64_t events = 1) noexcept {
        counts_[static_cast<std::size_t>(cause)].fetch_add(events, std::memory_order_relaxed);
    }

    [[nodiscard]] DropCounts counts() const noexcept {
        return {.queue_full = of(DropCause::QueueFull),
                .memory = of(DropCause::Memory),
                .refused = of(DropCause::Refused),
                .shutdown = of(DropCause::Shutdown),
                .interrupted = of(DropCause::Interrupted),
                .unpaired = of(DropCause::Unpaired)};
    }

private:
    [[nodiscard]] std::uint64_t of(DropCause cause) const noexcept {
        return counts_[static_cast<std::size_t>(cause)].load(std::memory_order_relaxed);
    }

    std::array<std::atomic<std::uint64_t>, kDropCauses> counts_{};
};

/// The call site of the library's own entry about losses.
[[nodiscard]] const LogMetadata& drops_site() noexcept;

/// Calls `tell(sentence)` for each cause of which there are more than `told` says, which it brings up to date; not
/// where the filter stops the entry.
void tell_of_drops(const DropCounts& counts, DropCounts& told, std::size_t memory_limit,
                   const std::function<void(std::string_view)>& tell);

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
