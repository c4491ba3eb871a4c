#include "collector.hpp"

#include "describe_stream.hpp"
#include "event_writers.hpp"
#include "format_message.hpp"
#include "inside_sink.hpp"
#include "interpolate.hpp"
#include "recording_thread.hpp"

#include <micromegas/tracing/gates.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace micromegas::tracing::detail {
namespace {

constexpr std::chrono::milliseconds kForever = std::chrono::hours{24} * 365;

constinit const LogMetadata g_dropped_events_site{
    Level::Warn,
    "{} events were lost: as many as DispatchConfig::memory_limit allows ({} bytes) were waiting to be handed over",
    "micromegas.meta",
    "micromegas::tracing",
    __FILE__,
    __LINE__};

/// One pass over what the threads recorded. Made by who has the turn.
class Collection {
public:
    Collection(RecordingState& state, bool is_last)
        : state_(state),
          kept_session_(state.session),
          session_(*kept_session_),
          threads_(cut_queues()),
          now_(session_.clock.now()),
          up_to_{.ticks = now_.ticks, .is_everything = is_last} {}

    void collect(const CollectScope& scope) {
        if (scope.spans) {
            for (ThreadRecorder* const thread : threads_) {
                if (scope.only_thread == nullptr || scope.only_thread == thread) {
                    collect_spans(*thread, scope.only_full);
                }
            }
        }
        if (scope.logs && is_due(QueueKind::Logs, scope.only_full)) {
            collect_shared<LogBlock>(QueueKind::Logs, session_.logs, read_log, add_log);
            report_dropped_events();
        }
        if (scope.metrics && is_due(QueueKind::Metrics, scope.only_full)) {
            collect_shared<MetricsBlock>(QueueKind::Metrics, session_.metrics, read_metric, add_metric);
        }
        if (scope.images) {
            collect_images();
        }
    }

    void visit_streams(void (*visit)(const ThreadStream&, void*), void* context) {
        for (ThreadRecorder* const thread : threads_) {
            if (!thread->is_closed.load(std::memory_order_acquire)) {
                visit(*stream_of(*thread, now_.ticks).stream, context);
            }
        }
    }

private:
    [[nodiscard]] std::vector<ThreadRecorder*> cut_queues() {
        const std::lock_guard lock{state_.threads_mutex};
        for (ThreadRecorder* const thread : state_.threads) {
            for (const QueueKind kind : {QueueKind::Spans, QueueKind::Metrics, QueueKind::Logs}) {
                thread->chain(kind).cut = thread->queue(kind).cursor.load(std::memory_order_acquire);
            }
        }
        return state_.threads;
    }

    [[nodiscard]] std::size_t block_bytes(QueueKind kind) const noexcept {
        return session_.block_bytes[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] std::atomic<std::size_t>& pending_bytes(QueueKind kind) noexcept {
        return state_.pending_bytes[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] bool is_due(QueueKind kind, bool only_full) noexcept {
        return !only_full || pending_bytes(kind).load(std::memory_order_relaxed) >= block_bytes(kind);
    }

    /// The events of all threads in the order of their times.
    template <class Block, class Stream, class Read, class Builder, class Fields>
    void collect_shared(QueueKind kind, StreamProgress<Stream>& stream, Read read,
                        void (*add)(Builder&, const Fields&)) {
        struct Found {
            std::int64_t time;
            const std::byte* record;
        };
        std::vector<Found> found;
        std::vector<Position> positions;
        positions.reserve(threads_.size());
        for (ThreadRecorder* const thread : threads_) {
            std::int64_t earliest = stream.last_end.ticks;
            positions.push_back(read_records(*thread, kind, session_.clock, up_to_, read,
                                             [&](const std::byte* record, const Fields& fields) {
                                                 found.push_back({std::max(fields.time, earliest), record});
                                                 if (session_.clock.has_stepped_back()) {
                                                     earliest = found.back().time;
                                                 }
                                             }));
        }
        if (!std::ranges::is_sorted(found, {}, &Found::time)) {
            std::ranges::stable_sort(found, {}, &Found::time);
        }

        Builder builder;
        std::vector<std::shared_ptr<Block>> blocks;
        for (const Found& next : found) {
            if (builder.bytes() >= block_bytes(kind)) {
                blocks.push_back(finish<Block>(builder, stream, interpolate(stream.last_end, now_, next.time)));
            }
            Fields fields = read(next.record);
            fields.time = next.time;
            add(builder, fields);
        }
        if (builder.objects.count() != 0) {
            blocks.push_back(finish<Block>(builder, stream, end_of_block()));
        }
        for (std::size_t i = 0; i < threads_.size(); ++i) {
            pending_bytes(kind).fetch_sub(threads_[i]->release_until(positions[i], kind, state_.pool),
                                          std::memory_order_relaxed);
        }
        for (auto& block : blocks) {
            hand_over(std::move(block));
        }
    }

    void collect_spans(ThreadRecorder& thread, bool only_full) {
        if (only_full && thread.pending_span_bytes.load(std::memory_order_relaxed) < block_bytes(QueueKind::Spans)) {
            return;
        }
        ThreadBlockBuilder builder;
        std::int64_t last_time = std::numeric_limits<std::int64_t>::min();
        const Position position = read_records(
            thread, QueueKind::Spans, session_.clock, up_to_, read_span, [&](const std::byte*, SpanFields& span) {
                StreamProgress<ThreadStream>& stream = stream_of(thread, span.time);
                span.time = last_time = std::max({span.time, last_time, stream.last_end.ticks});
                if (builder.bytes() >= block_bytes(QueueKind::Spans)) {
                    hand_over(finish<ThreadBlock>(builder, stream, interpolate(stream.last_end, now_, span.time)));
                }
                add_span(builder, span);
            });
        thread.pending_span_bytes.fetch_sub(thread.release_until(position, QueueKind::Spans, state_.pool),
                                            std::memory_order_relaxed);
        if (builder.objects.count() != 0) {
            hand_over(finish<ThreadBlock>(builder, thread.stream, end_of_block()));
        }
    }

    /// An entry of the library's own, since nobody else can tell.
    void report_dropped_events() {
        const LogMetadata& site = g_dropped_events_site;
        const std::uint64_t all = state_.dropped_events.load(std::memory_order_relaxed);
        const std::uint64_t count = all - std::exchange(state_.reported_dropped_events, all);
        if (count == 0 || !passes_filter(site)) {
            return;
        }
        const std::size_t limit = state_.memory_limit.load(std::memory_order_relaxed);
        const FormattedMessage message{site.fmt_str, fmt::make_format_args(count, limit)};
        const DualTime time = end_of_block();
        LogBlockBuilder builder;
        add_log(builder, {.type = LogRecord::Text, .metadata = &site, .time = time.ticks, .text = message.text()});
        hand_over(finish<LogBlock>(builder, session_.logs, time));
        if (allows(g_gates.text_level.load(std::memory_order_relaxed), site.level)) {
            call_sink([&](EventSink& sink) {
                if (sink.on_log_enabled(site)) {
                    sink.on_log(site, {}, time.ticks, message.text());
                }
            });
        }
    }

    void collect_images() {
        std::vector<PendingImage> images;
        {
            const std::lock_guard lock{state_.images_mutex};
            images.swap(state_.images);
            state_.image_bytes = 0;
        }
        BlockBuilder<ImageObjectQueue, ImageDependencyQueue> builder;
        for (const PendingImage& image : images) {
            builder.objects.push(
                ImageEvent{.time = image.time, .name = image.name, .format = image.format, .data = image.bytes});
        }
        if (builder.objects.count() != 0) {
            hand_over(finish<ImageBlock>(builder, session_.images, end_of_block()));
        }
    }

    /// Read as late as can be, since threads are often named after their first events.
    [[nodiscard]] std::string name_of(const ThreadRecorder& thread) {
        const std::lock_guard lock{state_.threads_mutex};
        return thread.is_closed.load(std::memory_order_relaxed) ? thread.last_name : name_of_thread(thread.handle);
    }

    /// The thread's stream in this session, introduced to the sink if it is new.
    StreamProgress<ThreadStream>& stream_of(ThreadRecorder& thread, std::int64_t first_time) {
        if (thread.session != session_.number) {
            thread.session = session_.number;
            const PropertySet properties{{"thread-id", thread.thread_id}, {"thread-name", name_of(thread)}};
            thread.stream = {
                .stream = std::make_shared<const ThreadStream>(ThreadStream{
                    describe_stream<ThreadObjectQueue, ThreadDependencyQueue>(*session_.process, "cpu", properties)}),
                .last_end =
                    interpolate({session_.process->start_ticks, session_.process->start_time}, now_, first_time)};
            call_sink([&](EventSink& sink) { sink.on_init_thread_stream(*thread.stream.stream); });
        }
        return thread.stream;
    }

    /// One time stamp closes a block and opens the next.
    template <class Block, class Stream, class Builder>
    std::shared_ptr<Block> finish(Builder& builder, StreamProgress<Stream>& stream, const DualTime& end) {
        auto block = std::make_shared<Block>();
        block->block_id = Uuid::random();
        block->stream = stream.stream;
        block->begin = stream.last_end;
        block->end = end;
        block->object_offset = stream.object_offset;
        builder.finish(*block);
        stream.last_end = end;
        stream.object_offset += block->object_count;
        return block;
    }

    [[nodiscard]] DualTime end_of_block() noexcept { return up_to_.is_everything ? session_.clock.now() : now_; }

    void hand_over(std::shared_ptr<LogBlock> block) {
        call_sink([&](EventSink& sink) { sink.on_process_log_block(block); });
    }
    void hand_over(std::shared_ptr<MetricsBlock> block) {
        call_sink([&](EventSink& sink) { sink.on_process_metrics_block(block); });
    }
    void hand_over(std::shared_ptr<ThreadBlock> block) {
        call_sink([&](EventSink& sink) { sink.on_process_thread_block(block); });
    }
    void hand_over(std::shared_ptr<ImageBlock> block) {
        call_sink([&](EventSink& sink) { sink.on_process_image_block(block); });
    }

    template <class Call>
    void call_sink(Call call) {
        if (!state_.has_ended(session_)) {
            const InsideSink inside;
            call(*session_.sink);
        }
    }

    RecordingState& state_;
    std::shared_ptr<Session> kept_session_;  // also where the sink shuts down and initialises anew from inside itself
    Session& session_;
    std::vector<ThreadRecorder*> threads_;  // before `now_`: what they have recorded by then is not later
    DualTime now_;
    CollectUpTo up_to_;
};

void throw_away(RecordingState& state) noexcept {
    const std::lock_guard lock{state.threads_mutex};
    for (ThreadRecorder* const thread : state.threads) {
        for (const QueueKind kind : {QueueKind::Spans, QueueKind::Metrics, QueueKind::Logs}) {
            const Position end =
                thread->read_runs(kind, [](const std::byte*, const std::byte* limit) { return limit; });
            auto& pending = kind == QueueKind::Spans ? thread->pending_span_bytes
                                                     : state.pending_bytes[static_cast<std::size_t>(kind)];
            pending.fetch_sub(thread->release_until(end, kind, state.pool), std::memory_order_relaxed);
        }
    }
    const std::lock_guard images_lock{state.images_mutex};
    state.images.clear();
    state.image_bytes = 0;
}

/// Threads that have ended and have nothing left.
void forget_ended_threads(RecordingState& state) noexcept {
    const std::lock_guard lock{state.threads_mutex};
    std::erase_if(state.threads, [&](ThreadRecorder* thread) {
        const bool is_done = thread->is_closed.load(std::memory_order_acquire) && thread->is_empty(QueueKind::Spans) &&
                             thread->is_empty(QueueKind::Metrics) && thread->is_empty(QueueKind::Logs);
        if (is_done) {
            thread->release_all(state.pool);
            delete thread;
        }
        return is_done;
    });
}

/// By who has the turn.
void collect_in_turn(RecordingState& state, const CollectScope& scope, bool is_last) noexcept {
    // Also while a shutdown waits for its turn: what is collected meanwhile still arrives.
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

void collect_patiently(const CollectScope& scope, std::chrono::milliseconds patience) noexcept {
    if (is_inside_sink()) {
        return;
    }
    RecordingState& state = recording_state();
    if (const TurnHolder turn{state.turn, patience}) {
        collect_in_turn(state, scope, false);
    }
}

}  // namespace

void begin_session(const DispatchConfig& config, const std::shared_ptr<EventSink>& sink,
                   const std::shared_ptr<const ProcessInfo>& process) {
    static constinit std::atomic<std::uint32_t> last_number{0};

    RecordingState& state = recording_state();
    auto session = std::make_shared<Session>();
    session->number = last_number.fetch_add(1) + 1;
    session->sink = sink;
    session->process = process;
    session->clock = SessionClock{{process->start_ticks, process->start_time}};
    session->block_bytes = {config.threads_buffer_size, config.metrics_buffer_size, config.logs_buffer_size};
    const DualTime start{process->start_ticks, process->start_time};
    session->logs = {std::make_shared<const LogStream>(
                         LogStream{describe_stream<LogObjectQueue, LogDependencyQueue>(*process, "log")}),
                     start};
    session->metrics = {std::make_shared<const MetricsStream>(MetricsStream{
                            describe_stream<MetricObjectQueue, MetricDependencyQueue>(*process, "metrics")}),
                        start};
    session->images = {std::make_shared<const ImageStream>(
                           ImageStream{describe_stream<ImageObjectQueue, ImageDependencyQueue>(*process, "image")}),
                       start};
    {
        const InsideSink inside;
        sink->on_init_log_stream(*session->logs.stream);
        sink->on_init_metrics_stream(*session->metrics.stream);
        sink->on_init_image_stream(*session->images.stream);
    }
    for (std::size_t i = 0; i < kQueueKinds; ++i) {
        state.block_bytes[i].store(session->block_bytes[i], std::memory_order_relaxed);
    }
    state.pool.set_limit(config.memory_limit);
    state.memory_limit.store(config.memory_limit, std::memory_order_relaxed);
    state.pool.replenish();

    const TurnHolder turn{state.turn, kForever};
    throw_away(state);  // what threads recorded since the last session
    state.reported_dropped_events = state.dropped_events.load(std::memory_order_relaxed);
    state.session = std::move(session);
    g_gates.session.store(state.session->number);
}

void end_session(bool deliver, std::chrono::milliseconds patience) noexcept {
    const SpanSession number = g_gates.session.exchange(0);
    if (number == 0) {
        return;
    }
    RecordingState& state = recording_state();
    // Not if the sink shuts tracing down from inside itself: the call that it is in is the last.
    if (const TurnHolder turn{state.turn, patience}; turn && state.session != nullptr) {
        if (deliver) {
            collect_in_turn(state, kCollectAll, true);
        } else {
            throw_away(state);
        }
        state.session.reset();
    }
    state.ended_session.store(number);
}

void visit_thread_streams(void (*visit)(const ThreadStream& stream, void* context), void* context) {
    if (is_inside_sink()) {
        return;
    }
    RecordingState& state = recording_state();
    if (const TurnHolder turn{state.turn, kForever}; turn && state.session != nullptr) {
        Collection{state, false}.visit_streams(visit, context);
    }
}

void collect(const CollectScope& scope) noexcept { collect_patiently(scope, kForever); }

void try_collect(const CollectScope& scope) noexcept { collect_patiently(scope, std::chrono::milliseconds{0}); }

}  // namespace micromegas::tracing::detail
