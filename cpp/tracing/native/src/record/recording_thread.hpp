// The calling thread's part in recording.
#pragma once

#include "recording_state.hpp"

#include <micromegas/abi.hpp>

#include <string>

#include <pthread.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Makes the thread's recorder now instead of at its first event.
void register_calling_thread() noexcept;
/// The system's name for a thread that runs; empty if it has none.
[[nodiscard]] ThreadName name_of_thread(pthread_t thread) noexcept;
/// Read as late as can be, since threads are often named after their first events.
[[nodiscard]] std::string name_of(RecordingState& state, const ThreadRecorder& thread);
/// Null before its first event.
[[nodiscard]] const ThreadRecorder* calling_thread() noexcept;
/// Hands over its last spans and forgets it.
void end_thread() noexcept;

/// Has a FlushMonitor's thread flush everything, and waits for that, for the session's `flush_timeout` at most. False
/// where there is none, or this is one.
[[nodiscard]] bool flush_by_helper() noexcept;

/// Where a whole block is waiting, or memory runs out: lets the helper hand over, or does it here.
void ask_for_collection(RecordingState& state) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
