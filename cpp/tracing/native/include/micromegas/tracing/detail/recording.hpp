// The hot path of recording, in the thread that records an event.
//
// Each thread writes into its own chunks of memory and publishes each record by one release store; the collector
// (src/collect/collector.hpp) reads the published part from another thread while the owner goes on writing. There is no
// lock, no atomic read-modify-write and no allocation here; a chunk that is full is replaced out of line.
//
// A record is one byte of type and its fields, packed, in the machine's own byte order; it never leaves the process.
// Types and fields: record_types.hpp. A signal handler may record: while its thread is in here, the thread has a
// recorder without room, and the handler's events are dropped and counted.
// Why: docs/decisions/0009-threads-record-into-queues-of-their-own.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/clock.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

enum class QueueKind : std::uint8_t { Spans, Metrics, Logs };
inline constexpr std::size_t kQueueKinds = 3;

/// The writer's half of a queue of records.
struct RecordQueue {
    std::atomic<std::byte*> cursor{nullptr};  ///< Every record before it is complete.
    std::byte* end = nullptr;                 ///< Of the chunk; only the owner looks at it.
};

/// The recorder of a thread. One cache line, which only its thread writes.
struct alignas(64) Recorder {
    std::array<RecordQueue, kQueueKinds> queues{};
    std::uint64_t last_span_id = 0;  ///< Ids come from a range that is the thread's own.
    std::uint64_t end_of_span_ids = 0;

    [[nodiscard]] RecordQueue& queue(QueueKind kind) noexcept { return queues[static_cast<std::size_t>(kind)]; }
};
static_assert(sizeof(Recorder) == 64);

/// A recorder without room, so that the first record of a thread takes the slow path without a test for null. It
/// is also in place while a thread is inside a sink, where nothing is recorded.
extern constinit Recorder g_no_recorder;
/// The same, while a record is under way.
extern constinit Recorder g_busy_recorder;

// Initial-exec: one load instead of a call, also in a shared library; the pointer fits the reserve that the loader
// keeps for libraries that are opened at run time.
extern constinit thread_local Recorder* t_recorder [[gnu::tls_model("initial-exec")]];

template <class T>
requires std::is_trivially_copyable_v<T>
inline std::byte* put(std::byte* to, const T& value) noexcept {
    std::memcpy(to, &value, sizeof value);
    return to + sizeof value;
}

inline std::byte* put_bytes(std::byte* to, const void* from, std::size_t size) noexcept {
    if (size != 0) {  // `from` may be null then
        std::memcpy(to, from, size);
    }
    return to + size;
}

/// The calling thread's recorder with room for `size` bytes after the queue's cursor: registers the thread, takes the
/// next chunk. `t_recorder` is the busy one then. Null if nothing may be recorded: inside a sink, or when memory
/// is exhausted (then the event is counted as dropped).
[[nodiscard, gnu::noinline, gnu::cold]] Recorder* make_room(QueueKind kind, std::size_t size) noexcept;

/// Orders the stores that a signal handler on this thread sees; costs nothing.
inline void order_for_signals() noexcept { std::atomic_signal_fence(std::memory_order_seq_cst); }

/// Calls `write(slot)`, which fills `size` bytes, and publishes them.
template <QueueKind Kind, class Write>
inline void record(std::size_t size, const Write& write) noexcept {
    Recorder* own = t_recorder;
    t_recorder = &g_busy_recorder;
    order_for_signals();
    std::byte* slot = own->queue(Kind).cursor.load(std::memory_order_relaxed);
    if (size > static_cast<std::size_t>(own->queue(Kind).end - slot)) [[unlikely]] {
        t_recorder = own;
        own = make_room(Kind, size);
        if (own == nullptr) {
            return;
        }
        slot = own->queue(Kind).cursor.load(std::memory_order_relaxed);
    }
    write(slot);
    own->queue(Kind).cursor.store(slot + size, std::memory_order_release);
    order_for_signals();
    t_recorder = own;
}

/// A field of a record: the time at which it is written. It is taken when there is room, so events that are recorded
/// while room is made, and the end of a block that is closed for it, are earlier.
struct TimeStamp {};

template <class Field>
inline constexpr std::size_t kFieldSize = sizeof(Field);
template <>
inline constexpr std::size_t kFieldSize<TimeStamp> = sizeof(now());

inline std::byte* put(std::byte* to, TimeStamp) noexcept { return put(to, now()); }

/// A record of fixed size: the type, then the fields, packed.
template <QueueKind Kind, class Type, class... Fields>
inline void record_fields(Type type, Fields... fields) noexcept {
    static_assert(sizeof(Type) == 1);
    constexpr std::size_t kSize = 1 + (kFieldSize<Fields> + ... + 0);
    record<Kind>(kSize, [=](std::byte* slot) {
        slot = put(slot, type);
        ((slot = put(slot, fields)), ...);
    });
}

/// Makes the calling thread take the slow path for every event, which checks whether to keep it.
inline void record_no_more_in_line() noexcept {
    if (t_recorder != &g_busy_recorder) {  // else this is a signal handler, and a record under way
        t_recorder = &g_no_recorder;
    }
}

/// Prevents the cancellation of the calling thread, which a sink's `noexcept` would turn into the end of the program,
/// until `allow_cancellation` gets the result of this.
[[nodiscard]] int forbid_cancellation() noexcept;
void allow_cancellation(int before) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
