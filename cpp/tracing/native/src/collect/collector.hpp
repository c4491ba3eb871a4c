// Reads the threads' records, makes blocks of them, and hands them to the sink.
#pragma once

#include "record/recording_state.hpp"

#include <micromegas/abi.hpp>

#include <chrono>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Opens a session: introduces the process's streams to the sink. Earlier records of threads are not handed over.
void begin_session(const DispatchConfig& config, const SinkInterest& interest, const std::shared_ptr<EventSink>& sink,
                   const std::shared_ptr<const ProcessInfo>& process);

/// Hands over all records and closes the session. Waits at most `patience` for a thread that is handing over, e.g. one
/// that crashed inside the sink; the rest is then lost. `deliver` false: discards everything.
void end_session(bool deliver, std::chrono::milliseconds patience) noexcept;

struct CollectScope {
    bool text = false;  ///< Log entries that a sink wants as text.
    bool logs = false;  ///< Log entries, in blocks and as text.
    bool metrics = false;
    bool images = false;
    bool spans = false;
    const ThreadRecorder* only_thread = nullptr;  ///< With `spans`: of this thread alone.
    bool only_full = false;                       ///< Only streams of which a whole block is there.
};
inline constexpr CollectScope kCollectAll{.logs = true, .metrics = true, .images = true, .spans = true};

/// Does nothing from inside a sink or a formatter. Waits for another thread that is at it, for the session's
/// `flush_timeout` at most.
void collect(const CollectScope& scope) noexcept;
/// The same, but leaves it to another thread that is at it.
void try_collect(const CollectScope& scope) noexcept;
/// The same, but waits so long at most.
void collect(const CollectScope& scope, std::chrono::milliseconds patience) noexcept;

/// Serves what recording asks of the collector. Again, it does nothing.
void serve_recording() noexcept;

/// Has a FlushMonitor's thread flush everything, and waits for that, for the session's `flush_timeout` at most. False
/// where there is none, or this is one.
[[nodiscard]] bool flush_by_helper() noexcept;

/// By the thread that has the turn.
void collect_in_turn(RecordingState& state, const CollectScope& scope, bool is_last) noexcept;

void visit_thread_streams(void (*visit)(const EventStream& stream, void* context), void* context);

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
