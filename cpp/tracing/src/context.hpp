// The context of entries and metrics, for the router and the collector; context.hpp of the public headers has the
// guards.
// Why: docs/decisions/0044-a-context-is-a-record-of-its-own.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/thread_context.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Calls `on_log` with the entry's own properties and those of its context, of the calling thread and of the process.
using LogInContext = void (*)(EventSink& sink, const LogMetadata& desc, std::span<const PropertyView> own,
                              std::int64_t time, std::string_view message) noexcept;
/// Null before the first guard, so that a module without guards does not contain the code.
extern constinit std::atomic<LogInContext> g_log_in_context;

// The platform's part.

/// The calling thread's context has changed to this one.
void tell_of_context(const ThreadContext& context) noexcept;
/// Hands over what waits, unless another thread is at it.
void hand_over_for_contexts() noexcept;

/// The process's context from a time on, in ticks of `now()`.
struct ProcessContext {
    std::int64_t since;
    PropertySet properties;
};
/// In the order of their times. Those since the last but one call of `forget_process_contexts`, and the one before
/// them.
[[nodiscard]] std::vector<ProcessContext> process_contexts();
/// Everything that was recorded before `time` has been read.
void forget_process_contexts(std::int64_t time) noexcept;

// Across a fork; the child has the same contexts.
void lock_process_context() noexcept;
void unlock_process_context() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
