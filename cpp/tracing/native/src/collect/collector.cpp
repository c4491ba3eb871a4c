// Why: docs/decisions/0009-threads-record-into-queues-of-their-own.md
#include "collector.hpp"

#include "block_delivery.hpp"
#include "call_sink.hpp"
#include "event_writers.hpp"
#include "inside_sink.hpp"
#include "merge_records.hpp"
#include "record/collector_calls.hpp"
#include "system/bounded_wait.hpp"
#include "text_delivery.hpp"
#include "thread_list.hpp"

#include <micromegas/tracing/detail/gates.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// One image more may be `kMostEventBytes`.
constexpr std::size_t kImageBlockBytes = std::size_t{1} << 20;

/// One pass over the threads' records, by the thread that holds the turn.
class Collection {
public:
    Collection(RecordingState& state, bool is_last)
        : state_(state),
          kept_session_(state.session),
          session_(*kept_session_),
          threads_(cut_queues()),
          blocks_(state, session_, is_last) {}

    void collect(const CollectScope& scope) {
        if (scope.text || scope.logs) {
            if (defers_text()) {
                pass_text_on(state_, session_, threads_, process_context_, blocks_.up_to());
            } else if (session_.interest.buffers_text) {
                call_sink(state_, session_, [](EventSink& sink) { sink.on_deferred_logs_end(); });
            }
        }
        if (session_.interest.blocks) {
            collect_blocks(scope);
        }
        if (session_.interest.blocks ? scope.logs && scope.metrics && !scope.only_full : scope.logs || scope.text) {
            forget_process_contexts(began_);
        }
    }

    void visit_streams(void (*visit)(const EventStream&, void*), void* context) {
        for (ThreadRecorder* const thread : threads_) {
            if (!thread->is_closed.load(std::memory_order_acquire)) {
                visit(*blocks_.stream_of(*thread).stream, context);
            }
        }
    }

private:
    [[nodiscard]] std::vector<ThreadRecorder*> cut_queues() {
        std::vector<ThreadRecorder*> threads;
        for (ThreadRecorder* thread = first_thread(state_); thread != nullptr; thread = thread->next_thread) {
            for (const QueueKind kind : kAllQueues) {
                thread->chain(kind).cut = thread->queue(kind).cursor.load(std::memory_order_acquire);
            }
            threads.push_back(thread);
        }
        std::ranges::reverse(threads);  // the order in which they came
        return threads;
    }

    void collect_blocks(const CollectScope& scope) {
        if (scope.spans) {
            for (ThreadRecorder* const thread : threads_) {
                if (scope.only_thread == nullptr || scope.only_thread == thread) {
                    collect_spans(*thread, scope.only_full);
                }
            }
        }
        if (scope.logs && is_due(QueueKind::Logs, scope.only_full)) {
            collect_shared(QueueKind::Logs, session_.logs, read_log, add_log);
            report_drops();
        }
        if (scope.metrics && is_due(QueueKind::Metrics, scope.only_full)) {
            collect_shared(QueueKind::Metrics, session_.metrics, read_metric, add_metric);
        }
        if (scope.images) {
            collect_images();
        }
    }

    [[nodiscard]] bool defers_text() const noexcept { return session_.interest.deferred_text != LevelFilter::Off; }
    [[nodiscard]] std::size_t block_bytes(QueueKind kind) const noexcept {
        return session_.block_bytes[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] std::atomic<std::size_t>& pending_bytes(QueueKind kind) noexcept {
        return state_.pending_bytes[static_cast<std::size_t>(kind)];
    }
    /// Events are about as large as their records; a text may be longer than its arguments.
    [[nodiscard]] std::size_t expected_bytes(const std::atomic<std::size_t>& pending, QueueKind kind) const noexcept {
        constexpr std::size_t kLastEvents = std::size_t{64} << 10;  // a block is full when its bytes are exceeded
        const std::size_t bytes = pending.load(std::memory_order_relaxed);
        return bytes != 0 ? std::min(2 * bytes, block_bytes(kind)) + kLastEvents : 0;
    }
    [[nodiscard]] bool is_due(QueueKind kind, bool only_full) noexcept {
        return !only_full || pending_bytes(kind).load(std::memory_order_relaxed) >= block_bytes(kind);
    }

    /// Each thread's queue. Log entries that are still to be passed on as text stay where they are.
    [[nodiscard]] std::vector<RecordSource> sources_of(QueueKind kind, std::int64_t earliest) {
        std::vector<RecordSource> sources;
        const bool stops_at_text = kind == QueueKind::Logs && defers_text();
        for (ThreadRecorder* const thread : threads_) {
            if (!stops_at_text) {
                sources.push_back(
                    {RecordReader{*thread, kind, session_.clock, blocks_.up_to(), process_context_}, earliest});
            } else if (thread->text_read.chunk != nullptr) {
                ThreadRecorder::Chain& chain = thread->chain(kind);
                sources.push_back({RecordReader{*thread,
                                                kind,
                                                session_.clock,
                                                blocks_.up_to(),
                                                {chain.context, process_context_},
                                                chain.read,
                                                thread->text_read},
                                   earliest});
            }
        }
        return sources;
    }

    /// The events of all threads in the order of their times. In parts, so that the memory of what has been handed over
    /// is free again before the next part is made.
    template <class Read, class Builder, class Fields>
    void collect_shared(QueueKind kind, StreamProgress& stream, Read read, void (*add)(Builder&, const Fields&)) {
        std::vector<RecordSource> sources = sources_of(kind, stream.last_end.ticks);
        Builder builder;
        builder.expect(expected_bytes(pending_bytes(kind), kind), stream.dependencies_of_1024);
        merge_records(
            sources, session_.clock, read, [&](RecordSource& source) { release(source.reader, pending_bytes(kind)); },
            [&](Fields& fields, std::size_t) {
                if (!belongs_in_a_block(fields)) {
                    return;
                }
                fields.time = std::max(fields.time, stream.last_end.ticks);
                if (builder.bytes() >= block_bytes(kind)) {
                    blocks_.hand_over(builder, stream, blocks_.time_at(stream, fields.time));
                    builder.expect(expected_bytes(pending_bytes(kind), kind), stream.dependencies_of_1024);
                }
                add(builder, fields);
            });
        blocks_.hand_over_rest(builder, stream);
    }

    [[nodiscard]] bool belongs_in_a_block(const LogFields& entry) const noexcept {
        return allows(session_.blocks_level, entry.metadata != nullptr ? entry.metadata->level : entry.level);
    }
    [[nodiscard]] static bool belongs_in_a_block(const MetricFields& /*unused*/) noexcept { return true; }

    void release(RecordReader& reader, std::atomic<std::size_t>& pending) {
        pending.fetch_sub(reader.release(state_.pool), std::memory_order_relaxed);
    }

    void collect_spans(ThreadRecorder& thread, bool only_full) {
        if (only_full && thread.pending_span_bytes.load(std::memory_order_relaxed) < block_bytes(QueueKind::Spans)) {
            return;
        }
        ThreadBlockBuilder builder;
        builder.expect(expected_bytes(thread.pending_span_bytes, QueueKind::Spans), thread.stream.dependencies_of_1024);
        std::int64_t last_time = std::numeric_limits<std::int64_t>::min();
        const auto add = [&](const SpanFields& span) {
            if (builder.bytes() >= block_bytes(QueueKind::Spans)) {
                blocks_.hand_over(builder, thread.stream, blocks_.time_at(thread.stream, span.time));
                builder.expect(expected_bytes(thread.pending_span_bytes, QueueKind::Spans),
                               thread.stream.dependencies_of_1024);
            }
            add_span(builder, span);
        };
        const auto follow = [&](const std::byte*, SpanFields& span) {
            StreamProgress& stream = thread.stream;
            if (blocks_.needs_new_stream(thread)) {
                if (builder.objects.count() != 0) {
                    blocks_.hand_over(builder, stream, blocks_.time_at(stream, last_time));
                }
                blocks_.begin_stream(thread, span.time);
            }
            span.time = last_time = std::max({span.time, last_time, stream.last_end.ticks});
            if (span.type == SpanRecordType::Lost) {
                if (builder.objects.count() != 0) {
                    blocks_.hand_over(builder, stream, blocks_.time_at(stream, last_time));
                }
                blocks_.leave_gap(thread, span.time);
                last_time = stream.last_end.ticks;
            } else if (!thread.open_spans.follow(span, add)) {
                state_.drops.add(DropCause::Unpaired);
            }
        };
        RecordReader reader{thread, QueueKind::Spans, session_.clock, blocks_.up_to(), process_context_};
        do {
            reader.read_part(kPartBytes, read_span, follow);
            release(reader, thread.pending_span_bytes);
        } while (!reader.is_at_end());
        blocks_.hand_over_rest(builder, thread.stream);
    }

    /// An entry of the library itself.
    void report_drops() {
        const std::size_t limit = state_.memory_limit.load(std::memory_order_relaxed);
        tell_of_drops(state_.drops.counts(), state_.told_drops, limit, [this](std::string_view message) {
            const LogMetadata& site = drops_site();
            const DualTime time = blocks_.end();
            LogBlockBuilder builder;
            add_log(builder, {.type = LogRecord::Text, .metadata = &site, .time = time.ticks, .text = message});
            blocks_.hand_over(builder, session_.logs, time);
            call_sink(state_, session_, [&](EventSink& sink) {
                if (allows(session_.interest.text, site.level) && sink.on_log_enabled(site)) {
                    sink.on_log(site, {}, time.ticks, message);
                }
            });
        });
    }

    void collect_images() {
        const PendingImage::Pointer first = state_.images.take_all();
        StreamProgress& stream = session_.images;
        BlockBuilder<wire::ImageObjectQueue, wire::ImageDependencyQueue> builder;
        std::int64_t last_time = stream.last_end.ticks;
        for (const PendingImage* image = first.get(); image != nullptr; image = image->next.get()) {
            last_time = std::max(last_time, session_.clock.ticks_of(image->time));
            if (builder.bytes() >= kImageBlockBytes) {
                blocks_.hand_over(builder, stream, blocks_.time_at(stream, last_time));
            }
            builder.objects.push(wire::ImageEvent{
                .time = last_time, .name = image->name(), .format = image->format(), .data = image->bytes()});
        }
        if (builder.objects.count() != 0) {
            DualTime end = blocks_.end();
            end.ticks = std::max(end.ticks, last_time);  // one may have come since
            blocks_.hand_over(builder, stream, end);
        }
    }

    RecordingState& state_;
    std::shared_ptr<Session> kept_session_;  // also if the sink shuts down and initialises again from inside itself
    Session& session_;
    std::int64_t began_ = now();            // not the session's clock
    std::vector<ThreadRecorder*> threads_;  // read before the time of `blocks_`, so their records so far are not later
    BlockDelivery blocks_;
    ProcessContextHistory process_context_;  // read after that time, so it has the contexts of all records up to there
};

/// False where another thread is at it for longer.
bool collect_patiently(const CollectScope& scope, std::chrono::milliseconds patience) noexcept {
    if (is_inside_sink() || Turn::is_mine()) {
        return true;
    }
    RecordingState& state = recording_state();
    const TurnHolder turn{state.turn, patience};
    if (turn) {
        collect_in_turn(state, scope, false);
    }
    return static_cast<bool>(turn);
}

}  // namespace

void collect_in_turn(RecordingState& state, const CollectScope& scope, bool is_last) noexcept {
    // Also while a shutdown waits for its turn: records collected meanwhile still arrive.
    if (state.session != nullptr && !state.has_ended(*state.session)) {
        Collection{state, is_last}.collect(scope);
    } else {
        throw_away(state);
    }
    if (state.session != nullptr && state.has_ended(*state.session)) {
        state.session.reset();
    }
    forget_ended_threads(state);
    state.pool.replenish();
}

void visit_thread_streams(void (*visit)(const EventStream& stream, void* context), void* context) {
    if (is_inside_sink()) {
        return;
    }
    RecordingState& state = recording_state();
    if (const TurnHolder turn{state.turn, state.flush_timeout.load()};
        turn && state.session != nullptr && state.session->interest.blocks) {
        Collection{state, false}.visit_streams(visit, context);
    }
}

void collect(const CollectScope& scope) noexcept {
    RecordingState& state = recording_state();
    const std::chrono::milliseconds timeout = state.flush_timeout.load();
    if (!collect_patiently(scope, timeout)) {
        report_timeout("a flush", timeout);
    }
}

void try_collect(const CollectScope& scope) noexcept {
    static_cast<void>(collect_patiently(scope, std::chrono::milliseconds{0}));
}

void collect(const CollectScope& scope, std::chrono::milliseconds patience) noexcept {
    static_cast<void>(collect_patiently(scope, patience));
}

void serve_recording() noexcept {
    static constexpr CollectorCalls kCalls{
        [](bool only_full) noexcept {
            CollectScope scope = kCollectAll;
            scope.only_full = only_full;
            try_collect(scope);
        },
        [](const ThreadRecorder& thread) noexcept { try_collect({.spans = true, .only_thread = &thread}); }};
    g_collector_calls.store(&kCalls);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
