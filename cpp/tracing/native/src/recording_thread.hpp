// The calling thread's part in recording.
#pragma once

#include "recording_state.hpp"

namespace micromegas::tracing::detail {

/// Makes the thread's recorder now instead of at its first event.
void register_calling_thread() noexcept;
/// Null before its first event.
[[nodiscard]] const ThreadRecorder* calling_thread() noexcept;
/// Hands over its last spans and forgets it.
void end_thread() noexcept;

/// Where a whole block is waiting, or memory runs out: lets the helper hand over, or does it here.
void ask_for_collection(RecordingState& state) noexcept;

}  // namespace micromegas::tracing::detail
