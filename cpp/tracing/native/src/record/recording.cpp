// The slow ways of recording: a thread's first record, the next chunk, and a thread's end.
#include <micromegas/tracing/dispatch.hpp>

#include "collect/collector.hpp"
#include "inside_sink.hpp"
#include "quiet_lock.hpp"
#include "recording_thread.hpp"
#include "system/signal_stack.hpp"

#include <micromegas/tracing/detail/gates.hpp>
#include <micromegas/tracing/detail/record_types.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit Recorder g_no_recorder;
constinit Recorder g_busy_recorder;
constinit thread_local Recorder* t_recorder = &g_no_recorder;
constinit thread_local AsyncContext t_async_context{};
constinit Gates g_gates;

namespace {

constexpr std::uint64_t kSpanIdsAtATime = 1 << 16;

constinit std::atomic<std::uint64_t> g_last_span_id{0};
constinit std::atomic<RecordingState*> g_state{nullptr};
constinit thread_local ThreadRecorder* t_own_recorder = nullptr;

void forget_thread(void* recorder);

/// Runs `forget_thread` at a thread's end, after the destructors of `thread_local` variables, which may still record.
/// The main thread's never ends: shutdown hands over its records.
pthread_key_t thread_end_key() noexcept {
    static const pthread_key_t key = [] {
        pthread_key_t made{};
        static_cast<void>(pthread_key_create(&made, forget_thread));
        return made;
    }();
    return key;
}

/// Memory of `malloc`, which programs, unlike `operator new`, do not replace by a function that records; if one does,
/// its records meanwhile are dropped. Null without memory.
ThreadRecorder* register_thread() noexcept {
    const Busy busy;
    void* const memory = std::aligned_alloc(alignof(ThreadRecorder), sizeof(ThreadRecorder));
    if (memory != nullptr && pthread_setspecific(thread_end_key(), memory) == 0) {
        auto* const own = new (memory) ThreadRecorder;
        own->thread_id = static_cast<pid_t>(syscall(SYS_gettid));
        own->handle = pthread_self();
        {
            RecordingState& state = recording_state();
            const QuietLock lock{state.threads_mutex};
            own->next_thread = std::exchange(state.first_thread, own);
        }
        t_own_recorder = own;
        provide_signal_stack_if_wanted();
    } else {
        std::free(memory);
    }
    return t_own_recorder;
}

/// Records in line from now on. Null without memory.
ThreadRecorder* own_recorder() noexcept {
    ThreadRecorder* const own = t_own_recorder != nullptr ? t_own_recorder : register_thread();
    if (own != nullptr) {
        t_recorder = own;
    }
    return own;
}

void forget_thread(void* recorder) {
    auto* const own = static_cast<ThreadRecorder*>(recorder);
    t_own_recorder = nullptr;
    t_recorder = &g_no_recorder;
    {
        const QuietLock lock{recording_state().threads_mutex};
        own->last_name = name_of_thread(own->handle);
        own->is_closed.store(true, std::memory_order_release);
    }
    // Not `collect`: the thread that is handing over may be waiting for this very thread to end. It, or the next one,
    // does it.
    try_collect({.spans = true, .only_thread = own});
}

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

/// Tells the collector that spans of the thread were dropped, before the next one.
constexpr std::size_t kLostBytes = sizeof(SpanRecordType) + kFieldSize<TimeStamp>;

void record_loss(ThreadRecorder& own, RecordQueue& queue) noexcept {
    std::byte* const slot = queue.cursor.load(std::memory_order_relaxed);
    put(put(slot, SpanRecordType::Lost), TimeStamp{});
    queue.cursor.store(slot + kLostBytes, std::memory_order_release);
    own.has_lost_spans = false;
}

/// Also of smaller ones, none may come before it is told: the queue has no room left for any.
void lose_spans(ThreadRecorder& own, RecordQueue& queue) noexcept {
    own.has_lost_spans = true;
    queue.end = queue.cursor.load(std::memory_order_relaxed);
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
    const std::size_t block_bytes = state.block_bytes[index].load(std::memory_order_relaxed);
    auto& pending = kind == QueueKind::Spans ? own.pending_span_bytes : state.pending_bytes[index];
    const std::size_t full = own.written_bytes(kind);
    const std::size_t waiting = pending.fetch_add(full, std::memory_order_relaxed) + full;
    own.go_on_in(*fresh, kind, std::max(size, block_bytes));
    return waiting;
}

}  // namespace

RecordingState& recording_state() noexcept {
    RecordingState* state = g_state.load(std::memory_order_acquire);
    if (state == nullptr) {
        auto made = std::make_unique<RecordingState>();
        if (g_state.compare_exchange_strong(state, made.get(), std::memory_order_acq_rel)) {
            state = made.release();
        }
    }
    return *state;
}

void hold_recording_state() noexcept {
    static_cast<void>(thread_end_key());  // the child must not meet it half made
    RecordingState& state = recording_state();
    state.threads_mutex.lock();
    state.images.mutex().lock();
    state.pool.mutex().lock();
    state.helper.mutex.lock();
}

void release_recording_state() noexcept {
    RecordingState& state = recording_state();
    state.helper.mutex.unlock();
    state.pool.mutex().unlock();
    state.images.mutex().unlock();
    state.threads_mutex.unlock();
}

void abandon_recording_state() noexcept {
    auto fresh = std::make_unique<RecordingState>();
    fresh->of_parent = &recording_state();
    fresh->of_parent->helper.threads = 0;
    if (Turn::is_mine() && fresh->of_parent->session != nullptr) {  // the fork is inside a sink or a formatter
        fresh->of_parent->ended_session.store(fresh->of_parent->session->number);
    }
    g_gates.text_level.store(LevelFilter::Off);
    g_gates.metrics.store(false);
    g_gates.session.store(0);
    g_gates.span_session.store(0);
    release_recording_state();
    g_state.store(fresh.release(), std::memory_order_release);
    t_own_recorder = nullptr;
    t_recorder = &g_no_recorder;
    static_cast<void>(pthread_setspecific(thread_end_key(), nullptr));
    Turn::forget();
}

ThreadName name_of_thread(pthread_t thread) noexcept {
    ThreadName name{};
    return pthread_getname_np(thread, name.data(), name.size()) == 0 ? name : ThreadName{};
}

std::string name_of(RecordingState& state, const ThreadRecorder& thread) {
    ThreadName name{};
    {
        const QuietLock lock{state.threads_mutex};
        name = thread.is_closed.load(std::memory_order_relaxed) ? thread.last_name : name_of_thread(thread.handle);
    }
    return name.data();
}

void ask_for_collection(RecordingState& state) noexcept {
    if (!state.pool.is_over_limit() && ask_helper(state, &RecordingState::Helper::block_is_full)) {
        return;
    }
    CollectScope scope = kCollectAll;
    scope.only_full = !state.pool.is_over_limit();
    try_collect(scope);
}

void end_thread() noexcept {
    if (t_own_recorder != nullptr && !is_inside_sink()) {
        static_cast<void>(pthread_setspecific(thread_end_key(), nullptr));
        forget_thread(t_own_recorder);
    }
}

void register_calling_thread() noexcept {
    provide_signal_stack();
    if (t_own_recorder == nullptr && !is_inside_sink()) {
        static_cast<void>(register_thread());
    }
}

const ThreadRecorder* calling_thread() noexcept { return t_own_recorder; }

Recorder* make_room(QueueKind kind, std::size_t size) noexcept {
    if (is_inside_sink() || g_gates.session.load(std::memory_order_relaxed) == 0 ||
        (kind != QueueKind::Logs && !g_gates.metrics.load(std::memory_order_relaxed))) {
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
        const std::size_t needed = size + (kind == QueueKind::Spans && own->has_lost_spans ? kLostBytes : 0);
        return has_room(queue, needed) ? 0 : take_next_chunk(state, *own, kind, needed, cause);
    };
    if (take_chunk_if_full() >= state.block_bytes[static_cast<std::size_t>(kind)].load(std::memory_order_relaxed) ||
        state.pool.is_over_limit()) {
        ask_for_collection(state);  // may run formatters, which may record and use the room up
    }
    Busy busy;
    static_cast<void>(take_chunk_if_full());
    if (!has_room(queue, size + (kind == QueueKind::Spans && own->has_lost_spans ? kLostBytes : 0))) {
        state.drops.add(cause);
        if (kind == QueueKind::Spans) {
            lose_spans(*own, queue);
        }
        return nullptr;
    }
    if (kind == QueueKind::Spans && own->has_lost_spans) {
        record_loss(*own, queue);
    }
    busy.stay();
    return own;
}

std::uint64_t next_span_id_slowly() noexcept {
    if (is_inside_sink() || g_gates.session.load(std::memory_order_relaxed) == 0) {
        return g_last_span_id.fetch_add(1, std::memory_order_relaxed) + 1;
    }
    ThreadRecorder* const own = t_recorder == &g_busy_recorder ? nullptr : own_recorder();
    if (own == nullptr) {
        return g_last_span_id.fetch_add(1, std::memory_order_relaxed) + 1;
    }
    if (own->last_span_id == own->end_of_span_ids) {
        own->last_span_id = g_last_span_id.fetch_add(kSpanIdsAtATime, std::memory_order_relaxed);
        own->end_of_span_ids = own->last_span_id + kSpanIdsAtATime;
    }
    return ++own->last_span_id;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
