// A thread's queues, and the reader's half of them.
#pragma once

#include "chunk_pool.hpp"
#include "context_track.hpp"
#include "open_spans.hpp"
#include "session_clock.hpp"
#include "system/thread_name.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/recording.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <sys/types.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// A stream, and how far it has come.
struct StreamProgress {
    std::shared_ptr<const EventStream> stream;
    DualTime last_end;
    std::uint64_t object_offset = 0;
    std::size_t dependencies_of_1024 = 0;  ///< Of the bytes of its last large block.
};

/// A place in a queue, between two records. Null before the first chunk was read.
struct Position {
    Chunk* chunk = nullptr;
    const std::byte* at = nullptr;
};

struct ThreadRecorder final : Recorder {
    struct Chain {
        std::atomic<Chunk*> first{nullptr};  // set once, by the owner
        Chunk* writing = nullptr;            // the owner's
        std::byte* end = nullptr;            // the owner's: of the room; the queue's may come before it
        std::uint64_t told_context = 0;      // the owner's: of the last context record
        Position read;                       // the collector's: everything before it has been handed over
        const std::byte* cut = nullptr;  // the collector's: where the records ended when it began; see `CollectUpTo`
        std::string context;             // the collector's: PropertyBytes of the thread's context there
    };

    std::array<Chain, kQueueKinds> chains;
    pid_t thread_id = 0;
    pthread_t handle{};  ///< Of a thread that runs, unless `is_closed`, while RecordingState::threads_mutex is held.
    ThreadName last_name{};                 ///< Once `is_closed`.
    GivenThreadName given_name{};           ///< By `set_thread_name`, under that mutex.
    std::atomic<std::uint32_t> names{0};    ///< How many were given.
    ThreadRecorder* next_thread = nullptr;  ///< Of all; changed under that mutex, by the thread that has the turn.
    bool has_lost_spans = false;            ///< The owner's: since the last span that it recorded.

    /// The owner records no more. Its records are still to be handed over.
    std::atomic<bool> is_closed{false};
    /// In full chunks that the collector has not read.
    std::atomic<std::size_t> pending_span_bytes{0};

    // The collector's, of the session that it was last in.
    Position text_read;        // of the log queue: everything before it has been passed on as text
    std::string text_context;  // PropertyBytes of the thread's context there
    std::uint32_t session = 0;
    std::uint32_t names_told = 0;
    StreamProgress stream;
    OpenSpans open_spans;

    [[nodiscard]] Chain& chain(QueueKind kind) noexcept { return chains[static_cast<std::size_t>(kind)]; }

    /// For the owner: the bytes that it has written into its current chunk.
    [[nodiscard]] std::size_t written_bytes(QueueKind kind) noexcept;
    /// The owner: the next record comes to the slow path if its context is still to be told.
    void close_if_context_changed(QueueKind kind, std::uint64_t context) noexcept {
        queue(kind).end =
            chain(kind).told_context != context ? queue(kind).cursor.load(std::memory_order_relaxed) : chain(kind).end;
    }
    /// The owner: goes on in `fresh`, of which it uses at most so many bytes.
    void go_on_in(Chunk& fresh, QueueKind kind, std::size_t most_bytes) noexcept;

    /// The owner, which has the turn: goes on at the start of its chunk, if the collector has read all of it.
    [[nodiscard]] bool start_over(QueueKind kind, std::size_t most_bytes) noexcept;

    /// The collector: calls `read(begin, end)` for each run of complete records from where it stands, until that
    /// returns another place than `end`, where it stopped. The answer is the place to `release_until`; the records stay
    /// where they are until then.
    template <class Read>
    [[nodiscard]] Position read_runs(QueueKind kind, Read read) noexcept {
        return read_runs(kind, chain(kind).read, {}, read);
    }
    /// The same from another place, which may be null: the first; and to another place, unless that is null.
    template <class Read>
    [[nodiscard]] Position read_runs(QueueKind kind, Position position, const Position& stop, Read read) noexcept;

    /// The collector: everything before `position` has been handed over. Returns the bytes of full chunks given back.
    std::size_t release_until(Position position, QueueKind kind, ChunkPool& pool) noexcept;

    /// Gives back the last chunks. Only where the owner is gone.
    void release_all(ChunkPool& pool) noexcept;

    [[nodiscard]] bool is_empty(QueueKind kind) noexcept;
};

template <class Read>
Position ThreadRecorder::read_runs(QueueKind kind, Position position, const Position& stop, Read read) noexcept {
    Chain& own = chain(kind);
    if (position.chunk == nullptr) {
        position.chunk = own.first.load(std::memory_order_acquire);
        if (position.chunk == nullptr) {
            return position;
        }
        position.at = position.chunk->begin();
    }
    for (;;) {
        Chunk* next = position.chunk->next.load(std::memory_order_acquire);
        const std::byte* end = nullptr;
        if (next == nullptr) {
            end = queue(kind).cursor.load(std::memory_order_acquire);
            if (!position.chunk->holds(end)) {
                // The owner went on in the next chunk meanwhile, which it linked before; or it has not begun yet.
                next = position.chunk->next.load(std::memory_order_acquire);
                end = position.at;
            }
        }
        if (next != nullptr) {
            end = position.chunk->filled;
        }
        if (position.chunk == stop.chunk) {
            end = stop.at;
            next = nullptr;
        }
        if (position.at != end) {
            position.at = read(position.at, end);
        }
        if (position.at != end || next == nullptr) {
            return position;
        }
        position = {next, next->begin()};
    }
}

/// The end of a collection: it takes every record that was complete when it began, regardless of its time, and records
/// that came meanwhile up to `ticks`, so that the next block holds later ones.
struct CollectUpTo {
    std::int64_t ticks;
    bool is_everything;
};

/// Reads the complete records of a queue in order, a part at a time: from where the collector stands, or another place,
/// and to another place, unless that is null.
class RecordReader {
    /// The records come from the cache of another processor, which its own guesses do not fetch in time.
    static constexpr std::ptrdiff_t kPrefetchBytes = 512;

public:
    RecordReader(ThreadRecorder& thread, QueueKind kind, const SessionClock& clock, const CollectUpTo& up_to,
                 ContextTrack context, const Position& from, const Position& stop) noexcept
        : thread_(thread),
          kind_(kind),
          clock_(clock),
          up_to_(up_to),
          context_(std::move(context)),
          position_(from),
          stop_(stop) {}
    RecordReader(ThreadRecorder& thread, QueueKind kind, const SessionClock& clock, const CollectUpTo& up_to,
                 const ProcessContextHistory& process) noexcept
        : RecordReader(thread, kind, clock, up_to, {thread.chain(kind).context, process}, thread.chain(kind).read, {}) {
    }

    /// Calls `visit(record, fields)` for each record, until some `bytes` are read. `read(record)` returns its fields,
    /// with `time`, in the session's ticks, and `end`. The context of entries and metrics is added, for which there are
    /// records that are not visited.
    template <class Read, class Visit>
    void read_part(std::size_t bytes, Read read, Visit visit) {
        const std::byte* const cut = thread_.chain(kind_).cut;
        is_past_cut_ = is_past_cut_ || cut == nullptr || cut == position_.at;
        is_at_end_ = true;
        position_ = thread_.read_runs(kind_, position_, stop_, [&](const std::byte* at, const std::byte* end) {
            while (at != end) {
                is_past_cut_ = is_past_cut_ || at == cut;
                __builtin_prefetch(at + std::min(kPrefetchBytes, end - at));
                if (bytes == 0) {
                    is_at_end_ = false;
                    return at;
                }
                auto fields = read(at);
                if constexpr (requires { fields.context; }) {
                    if (fields.is_context()) {
                        context_.change(fields.properties);
                        at = fields.end;
                        continue;
                    }
                    fields.context = context_.at(fields.time);
                }
                fields.time = clock_.ticks_of(fields.time);
                if (fields.time > up_to_.ticks) {
                    if (!is_past_cut_) {
                        fields.time = up_to_.ticks;  // the tick count stepped back meanwhile
                    } else if (!up_to_.is_everything) {
                        return at;
                    }
                }
                visit(at, fields);
                bytes -= std::min(bytes, static_cast<std::size_t>(fields.end - at));
                at = fields.end;
            }
            is_past_cut_ = is_past_cut_ || end == cut;
            return at;
        });
    }

    [[nodiscard]] ThreadRecorder& thread() const noexcept { return thread_; }
    [[nodiscard]] bool is_at_end() const noexcept { return is_at_end_; }
    [[nodiscard]] const Position& position() const noexcept { return position_; }

    /// The records that were read may go.
    void keep_context() { context_.keep(); }
    /// Releases the records that were read. Returns the bytes of full chunks given back.
    std::size_t release(ChunkPool& pool) {
        keep_context();
        return thread_.release_until(position_, kind_, pool);
    }

private:
    ThreadRecorder& thread_;
    QueueKind kind_;
    const SessionClock& clock_;
    CollectUpTo up_to_;
    ContextTrack context_;
    Position position_;
    Position stop_;
    bool is_past_cut_ = false;
    bool is_at_end_ = false;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
