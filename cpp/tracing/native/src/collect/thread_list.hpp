// The threads that have recorded, for the thread that has the turn.
#pragma once

#include "record/recording_state.hpp"

#include <micromegas/abi.hpp>

#include <array>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

inline constexpr std::array kAllQueues{QueueKind::Spans, QueueKind::Metrics, QueueKind::Logs};

/// The youngest; the others follow by `next_thread`. New ones come before it, and only the thread that has the turn
/// takes one out.
[[nodiscard]] ThreadRecorder* first_thread(RecordingState& state) noexcept;

/// Discards the records of all threads, and images; counted as dropped.
void throw_away(RecordingState& state) noexcept;

/// Threads that have ended and have nothing left.
void forget_ended_threads(RecordingState& state) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
