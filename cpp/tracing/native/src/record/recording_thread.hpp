// The calling thread's part in recording.
#pragma once

#include "recording_state.hpp"

#include <micromegas/abi.hpp>

#include <string>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Makes the thread's recorder now instead of at its first event.
void register_calling_thread() noexcept;
/// The same, and the thread records in line from now on. Null without memory.
[[nodiscard]] ThreadRecorder* own_recorder() noexcept;
void name_calling_thread(std::string_view name) noexcept;
/// Read as late as can be, since threads are often named after their first events.
[[nodiscard]] std::string name_of(RecordingState& state, const ThreadRecorder& thread);
/// Null before its first event.
[[nodiscard]] const ThreadRecorder* calling_thread() noexcept;
/// Hands over its last spans and forgets it.
void end_thread() noexcept;

// Across a fork.

/// Before the first: the child must not meet it half made.
void prepare_thread_ends() noexcept;
/// In the child: the thread has recorded nothing.
void forget_calling_thread() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
