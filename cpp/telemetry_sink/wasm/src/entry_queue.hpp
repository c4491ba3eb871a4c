// Entries of other threads on their way to the main thread, where JavaScript's callback is.
// Why: docs/decisions/0020-entries-of-threads-wait-in-one-queue.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/kept_entry.hpp>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

/// The main thread's function for an entry.
using DeliverEntry = tracing::detail::KeptEntry::Deliver;

/// Copies the entry; the main thread delivers it as soon as it returns to its event loop or waits. Entries of one
/// thread arrive in their order. Where too much waits already the entry is dropped, and their number is reported.
/// Not to be called by the main thread.
void queue_entry(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
                 std::string_view message, DeliverEntry deliver) noexcept;

/// Delivers the waiting entries. Only the main thread may call it.
void deliver_queued_entries(DeliverEntry deliver) noexcept;

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
