// A record that finds no room: the next chunk, the first of a thread, and losses.
#include <micromegas/tracing/detail/recording.hpp>

#include "collector_calls.hpp"
#include "inside_sink.hpp"
#include "quiet_lock.hpp"
#include "recording_thread.hpp"

#include <micromegas/tracing/detail/gates.hpp>
#include <micromegas/tracing/detail/record_properties.hpp>
#include <micromegas/tracing/detail/record_types.hpp>
#include <micromegas/tracing/detail/thread_context.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit Recorder g_no_recorder;
constinit Recorder g_busy_recorder;
constinit thread_local Recorder* t_recorder = &g_no_recorder;

namespace {

[[nodiscard]] bool has_room(RecordQueue& queue, std::size_t size) noexcept {
    return size <= static_cast<std::size_t>(queue.end - queue.cursor.load(std::memory_order_relaxed));
}

/// False where there is no helper.
bool ask_helper(RecordingState& state, bool RecordingState::Helper::*wish) noexcept {
    RecordingState::Helper& helper = state.helper;
    const QuietLock lock{helper.mutex};
    if (helper.threads == 0) {
        return false;
    }
    if (!std::exchange(helper.*wish, true)) {
        helper.wake.notify_one();
    }
    return true;
}

/// Where a whole block is waiting, or memory runs out: lets the helper hand over, or does it here.
void ask_for_collection(RecordingState& state) noexcept {
    if (!state.pool.is_over_limit() && ask_helper(state, &RecordingState::Helper::block_is_full)) {
        return;
    }
    g_collector_calls.load()->collect(!state.pool.is_over_limit());
}

// A record may need another one before it. Both come or neither, so that no entry has the wrong context.

/// Of the queue's records that tell of the thread's context.
[[nodiscard]] std::uint8_t context_type(QueueKind kind) noexcept {
    return static_cast<std::uint8_t>(kind == QueueKind::Logs ? static_cast<std::uint8_t>(LogRecord::Context)
                                                             : static_cast<std::uint8_t>(MetricRecord::Context));
}

[[nodiscard]] std::size_t size_of_preface(ThreadRecorder& own, QueueKind kind) noexcept {
    if (kind == QueueKind::Spans) {
        return own.has_lost_spans ? sizeof(SpanRecordType) + kFieldSize<TimeStamp> : 0;
    }
    const ThreadContext& context = thread_context();
    return own.chain(kind).told_context != context.id
               ? sizeof(std::uint8_t) + size_of_properties(context.properties.views())
               : 0;
}

/// Tells the collector that spans of the thread were dropped before the next one, or that the context is another from
/// the next entry on. There is room for it.
void record_preface(ThreadRecorder& own, QueueKind kind) noexcept {
    if (size_of_preface(own, kind) == 0) {
        return;
    }
    RecordQueue& queue = own.queue(kind);
    std::byte* slot = queue.cursor.load(std::memory_order_relaxed);
    if (kind == QueueKind::Spans) {
        slot = put(put(slot, SpanRecordType::Lost), TimeStamp{});
        own.has_lost_spans = false;
    } else {
        const ThreadContext& context = thread_context();
        slot = put_properties(put(slot, context_type(kind)), context.properties.views());
        own.chain(kind).told_context = context.id;
    }
    queue.cursor.store(slot, std::memory_order_release);
}

/// Also of smaller ones, none may come before it is told: the queue has no room left for any.
void lose_spans(ThreadRecorder& own, RecordQueue& queue) noexcept {
    own.has_lost_spans = true;
    queue.end = queue.cursor.load(std::memory_order_relaxed);
}

/// A chunk is used for no more than a block has, so that the block is handed over in time.
[[nodiscard]] std::size_t most_bytes_of_chunk(const RecordingState& state, QueueKind kind, std::size_t size) noexcept {
    return std::max(size, state.block_bytes[static_cast<std::size_t>(kind)].load(std::memory_order_relaxed));
}

/// Where the pool has no chunk for a queue, because threads without waiting records hold theirs.
void go_on_in_read_chunk(RecordingState& state, ThreadRecorder& own, QueueKind kind, std::size_t size) noexcept {
    if (const TurnHolder turn{state.turn, std::chrono::milliseconds{0}}; turn) {
        static_cast<void>(own.start_over(kind, most_bytes_of_chunk(state, kind, size)));
    }
}

/// Returns the bytes that wait in the queue's full chunks now.
std::size_t take_next_chunk(RecordingState& state, ThreadRecorder& own, QueueKind kind, std::size_t size,
                            DropCause& cause) noexcept {
    const auto index = static_cast<std::size_t>(kind);
    const bool is_first = own.chain(kind).writing == nullptr;
    Chunk* const fresh = state.pool.take(size, is_first);
    if (fresh == nullptr) {
        cause = state.pool.has_limit_for(size, is_first) ? DropCause::Memory : DropCause::QueueFull;
        return 0;
    }
    if (state.pool.is_low()) {  // without a helper, a thread that finds no memory left touches new memory itself
        static_cast<void>(ask_helper(state, &RecordingState::Helper::memory_is_low));
    }
    auto& pending = kind == QueueKind::Spans ? own.pending_span_bytes : state.pending_bytes[index];
    const std::size_t full = own.written_bytes(kind);
    const std::size_t waiting = pending.fetch_add(full, std::memory_order_relaxed) + full;
    own.go_on_in(*fresh, kind, most_bytes_of_chunk(state, kind, size));
    return waiting;
}

}  // namespace

Recorder* make_room(QueueKind kind, std::size_t size) noexcept {
    if (is_inside_sink() || g_gates.session.load(std::memory_order_relaxed) == 0 ||
        (kind != QueueKind::Logs && !g_gates.blocks.load(std::memory_order_relaxed))) {
        return nullptr;
    }
    RecordingState& state = recording_state();
    if (t_recorder == &g_busy_recorder) {
        state.drops.add(DropCause::Interrupted);
        return nullptr;
    }
    if (size > kMostEventBytes) {
        state.drops.add(DropCause::Refused);
        return nullptr;
    }
    ThreadRecorder* const own = own_recorder();
    if (own == nullptr) {
        state.drops.add(DropCause::Memory);
        return nullptr;
    }
    RecordQueue& queue = own->queue(kind);
    DropCause cause = DropCause::QueueFull;
    const auto take_chunk_if_full = [&]() noexcept {
        const Busy busy;
        if (kind != QueueKind::Spans) {  // that one stays closed once spans are lost
            queue.end = own->chain(kind).end;
        }
        const std::size_t needed = size + size_of_preface(*own, kind);
        return has_room(queue, needed) ? 0 : take_next_chunk(state, *own, kind, needed, cause);
    };
    if (take_chunk_if_full() >= state.block_bytes[static_cast<std::size_t>(kind)].load(std::memory_order_relaxed) ||
        state.pool.is_over_limit()) {
        ask_for_collection(state);  // may run formatters, which may record and use the room up
    }
    Busy busy;
    static_cast<void>(take_chunk_if_full());
    if (const std::size_t needed = size + size_of_preface(*own, kind); !has_room(queue, needed)) {
        go_on_in_read_chunk(state, *own, kind, needed);
    }
    if (!has_room(queue, size + size_of_preface(*own, kind))) {
        state.drops.add(cause);
        if (kind == QueueKind::Spans) {
            lose_spans(*own, queue);
        } else {
            own->close_if_context_changed(kind, thread_context().id);
        }
        return nullptr;
    }
    record_preface(*own, kind);
    busy.stay();
    return own;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
