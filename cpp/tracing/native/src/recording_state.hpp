// Everything that recording shares between threads. One object, never destroyed.
#pragma once

#include "chunk_pool.hpp"
#include "thread_recorder.hpp"
#include "turn.hpp"

#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace micromegas::tracing::detail {

/// From an initialisation with a sink that asks for blocks to its shutdown. Who has the turn may look at it.
struct Session {
    std::uint32_t number = 0;
    std::shared_ptr<EventSink> sink;
    std::shared_ptr<const ProcessInfo> process;
    std::array<std::size_t, kQueueKinds> block_bytes{};
    StreamProgress<LogStream> logs;
    StreamProgress<MetricsStream> metrics;
    StreamProgress<ImageStream> images;
    bool is_over = false;  ///< The sink shut tracing down from inside itself.
};

struct PendingImage {
    std::int64_t time;
    std::string name;
    std::string format;
    std::vector<std::byte> bytes;
};

struct RecordingState {
    ChunkPool pool;
    Turn turn;
    std::shared_ptr<Session> session;  // of who has the turn

    std::mutex threads_mutex;
    std::vector<ThreadRecorder*> threads;

    std::mutex images_mutex;
    std::vector<PendingImage> images;
    std::size_t image_bytes = 0;

    /// In full chunks that the collector has not read, of all threads; spans are counted thread by thread.
    std::array<std::atomic<std::size_t>, kQueueKinds> pending_bytes{};
    std::array<std::atomic<std::size_t>, kQueueKinds> block_bytes{};
    std::atomic<std::size_t> memory_limit{0};
    std::atomic<std::uint64_t> dropped_events{0};

    /// A thread that hands over blocks when they are full, so that recording threads need not; see flush_monitor.hpp.
    struct Helper {
        std::mutex mutex;
        std::condition_variable wake;
        bool is_there = false;
        bool is_wanted = false;
    } helper;
};

[[nodiscard]] RecordingState& recording_state() noexcept;

}  // namespace micromegas::tracing::detail
