// Entries that a sink wants as text, but not at once: read from the threads' queues, formatted, and passed on.
//
// The collector looks for them every so often. It has a place of its own in each thread's log queue, which blocks, that
// are made less often, never overtake. Where nothing came for a while it falls asleep, and closes the way in line
// (Gates::text_level): the next entry goes out of line, and rings.
#pragma once

#include "record/recording_state.hpp"

#include <micromegas/abi.hpp>

#include <chrono>
#include <cstdint>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// By the thread that has the turn: at the begin of a session, before its first record.
void begin_text(RecordingState& state, const Session& session) noexcept;
/// At its end.
void end_text(RecordingState& state) noexcept;

/// Passes on the entries of `threads`; called by the thread that holds the turn. Formatters are the program's code and
/// may log themselves.
void pass_text_on(RecordingState& state, Session& session, const std::vector<ThreadRecorder*>& threads,
                  const ProcessContextHistory& process_context, const CollectUpTo& up_to);

/// The loop of a thread that passes such entries on.
class TextWatch {
public:
    /// Returns the time to the next look; very long where no sink wants such entries.
    [[nodiscard]] std::chrono::milliseconds look() noexcept;

private:
    std::uint64_t seen_ = 0;
    int empty_looks_ = 0;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
