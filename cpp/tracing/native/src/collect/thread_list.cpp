#include "thread_list.hpp"

#include "record/quiet_lock.hpp"
#include "record/records.hpp"
#include "system/pages.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// All records of a queue, which are then counted as lost.
std::uint64_t throw_away(RecordingState& state, ThreadRecorder& thread, QueueKind kind) noexcept {
    std::uint64_t count = 0;
    const auto pass = [&](const auto& fields) {
        if (fields.is_context()) {  // it may last longer than what is thrown away
            thread.chain(kind).context.assign(fields.properties.bytes);
        } else {
            ++count;
        }
        return fields.end;
    };
    const Position end = thread.read_runs(kind, [&](const std::byte* at, const std::byte* limit) {
        while (at != limit) {
            if (kind == QueueKind::Spans) {
                const SpanFields span = read_span(at);
                count += span.type == SpanRecordType::Lost ? 0 : 1;
                at = span.end;
            } else {
                at = kind == QueueKind::Metrics ? pass(read_metric(at)) : pass(read_log(at));
            }
        }
        return at;
    });
    auto& pending =
        kind == QueueKind::Spans ? thread.pending_span_bytes : state.pending_bytes[static_cast<std::size_t>(kind)];
    pending.fetch_sub(thread.release_until(end, kind, state.pool), std::memory_order_relaxed);
    return count;
}

}  // namespace

ThreadRecorder* first_thread(RecordingState& state) noexcept {
    const QuietLock lock{state.threads_mutex};
    return state.first_thread;
}

void throw_away(RecordingState& state) noexcept {
    std::uint64_t count = 0;
    for (ThreadRecorder* thread = first_thread(state); thread != nullptr; thread = thread->next_thread) {
        for (const QueueKind kind : kAllQueues) {
            count += throw_away(state, *thread, kind);
        }
    }
    const PendingImage::Pointer images = state.images.take_all();
    for (const PendingImage* image = images.get(); image != nullptr; image = image->next.get()) {
        ++count;
    }
    state.drops.add(DropCause::Shutdown, count);
}

void forget_ended_threads(RecordingState& state) noexcept {
    ThreadRecorder* ended = nullptr;
    {
        const QuietLock lock{state.threads_mutex};
        for (ThreadRecorder** place = &state.first_thread; *place != nullptr;) {
            ThreadRecorder* const thread = *place;
            if (thread->is_closed.load(std::memory_order_acquire) &&
                std::ranges::all_of(kAllQueues, [&](auto kind) { return thread->is_empty(kind); })) {
                *place = thread->next_thread;
                thread->next_thread = std::exchange(ended, thread);
            } else {
                place = &thread->next_thread;
            }
        }
    }
    while (ended != nullptr) {
        ThreadRecorder* const thread = std::exchange(ended, ended->next_thread);
        thread->release_all(state.pool);
        thread->~ThreadRecorder();
        unmap_object(thread, sizeof(ThreadRecorder));
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
