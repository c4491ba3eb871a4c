// Everything that recording shares between threads. One object, never destroyed; the child of a fork makes a new one.
#pragma once

#include "chunk_pool.hpp"
#include "drops.hpp"
#include "images.hpp"
#include "session_clock.hpp"
#include "thread_recorder.hpp"
#include "turn.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// From an initialisation with a sink that asks for blocks, or has text that waits, to its shutdown. The thread
/// that has the turn may look at it.
struct Session {
    SpanSession number = 0;
    std::shared_ptr<EventSink> sink;
    SinkInterest interest;
    LevelFilter at_once = LevelFilter::Off;  // entries up to it are formatted by the thread that logs
    LevelFilter blocks_level = LevelFilter::Trace;
    std::shared_ptr<const ProcessInfo> process;
    SessionClock clock;
    std::array<std::size_t, kQueueKinds> block_bytes{};
    StreamProgress logs;
    StreamProgress metrics;
    StreamProgress images;
    DropCounts told_drops;  // by deferred text
};

/// Entries that wait to be passed on as text; see text_delivery.hpp. Fields that change together do so under the mutex
/// of the helpers.
struct DeferredTextState {
    std::atomic<bool> is_wanted{false};
    std::atomic<bool> is_asleep{false};                        // no thread looks for entries until one wakes it
    std::atomic<LevelFilter> may_not_wait{LevelFilter::Warn};  // entries up to it
    LevelFilter at_once = LevelFilter::Off;                    // the session's
    LevelFilter deferred = LevelFilter::Off;                   // the sink's interest
    std::atomic<std::uint64_t> seen{0};                        // entries, ever
    std::atomic<bool> is_buffered{false};                      // by the sink, since the last look
};

struct RecordingState {
    ChunkPool pool;
    Turn turn;
    std::shared_ptr<Session> session;  // of the thread that has the turn
    /// Nothing more goes to the sink of this session and of those before it. One may end without its turn: where the
    /// sink shuts tracing down from inside itself, or does not come back.
    std::atomic<SpanSession> ended_session{0};
    std::atomic<SpanSession> last_session{0};
    /// Also of one whose shutdown has given up.
    void end_sessions() noexcept { ended_session.store(last_session.load()); }
    [[nodiscard]] bool has_ended(const Session& which) const noexcept { return which.number <= ended_session.load(); }

    std::mutex threads_mutex;
    ThreadRecorder* first_thread = nullptr;  // no memory is asked for under the mutex: `operator new` may record

    ImageQueue images;

    /// In full chunks that the collector has not read, of all threads; spans are counted thread by thread.
    std::array<std::atomic<std::size_t>, kQueueKinds> pending_bytes{};
    std::array<std::atomic<std::size_t>, kQueueKinds> block_bytes{};
    std::atomic<std::size_t> memory_limit{0};
    // Of the last initialisation.
    std::atomic<std::chrono::milliseconds> flush_timeout{DispatchConfig{}.flush_timeout};
    std::atomic<std::chrono::milliseconds> shutdown_timeout{DispatchConfig{}.shutdown_timeout};
    Drops drops;
    DropCounts told_drops;  // in blocks and at once; of the thread that has the turn

    DeferredTextState text;

    /// Threads that hand over blocks when they are full, and touch new memory, so that recording threads need not; see
    /// flush_monitor.hpp.
    struct Helper {
        std::mutex mutex;
        std::condition_variable wake;
        int threads = 0;
        std::uint64_t flushes_wanted = 0;  // so many
        std::uint64_t flushes_done = 0;
        bool block_is_full = false;
        bool memory_is_low = false;
        bool text_came = false;  // after a while without any, or its session has begun
    } helper;

    /// In the child of a fork: its parent's state, unchanged.
    RecordingState* of_parent = nullptr;
};

[[nodiscard]] RecordingState& recording_state() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
