#include "collector.hpp"
#include "describe_stream.hpp"
#include "event_writers.hpp"
#include "inside_sink.hpp"
#include "system/bounded_wait.hpp"
#include "text_delivery.hpp"
#include "thread_list.hpp"

#include <micromegas/tracing/detail/gates.hpp>

#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void begin_session(const DispatchConfig& config, const SinkInterest& interest, const std::shared_ptr<EventSink>& sink,
                   const std::shared_ptr<const ProcessInfo>& process) {
    static constinit std::atomic<std::uint32_t> last_number{0};

    RecordingState& state = recording_state();
    auto session = std::make_shared<Session>();
    session->number = last_number.fetch_add(1) + 1;
    session->sink = sink;
    session->interest = interest;
    session->at_once = g_gates.text_level.load();
    session->blocks_level = config.blocks_level;
    session->process = process;
    session->clock = SessionClock{{process->start_ticks, process->start_time}};
    session->block_bytes = {config.threads_buffer_size, config.metrics_buffer_size, config.logs_buffer_size};
    const DualTime start{process->start_ticks, process->start_time};
    session->logs = {describe_stream<wire::LogObjectQueue, wire::LogDependencyQueue>(*process, StreamKind::Log), start};
    session->metrics = {
        describe_stream<wire::MetricObjectQueue, wire::MetricDependencyQueue>(*process, StreamKind::Metrics), start};
    session->images = {describe_stream<wire::ImageObjectQueue, wire::ImageDependencyQueue>(*process, StreamKind::Image),
                       start};
    if (interest.blocks) {
        const InsideSink inside;
        for (const StreamProgress* const stream : {&session->logs, &session->metrics, &session->images}) {
            sink->on_init_stream(*stream->stream);
        }
    }
    for (std::size_t i = 0; i < kQueueKinds; ++i) {
        state.block_bytes[i].store(session->block_bytes[i], std::memory_order_relaxed);
    }
    state.pool.set_limit(config.memory_limit);
    state.memory_limit.store(config.memory_limit, std::memory_order_relaxed);
    state.pool.replenish();

    const std::chrono::milliseconds timeout = state.shutdown_timeout.load();
    const TurnHolder turn{state.turn, timeout};
    if (turn) {
        throw_away(state);  // the threads' records since the last session
    } else if (!Turn::is_mine()) {
        report_timeout("an initialisation", timeout);
        return;
    }
    state.told_drops = session->told_drops = state.drops.counts();
    begin_text(state, *session);
    state.last_session.store(session->number);
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
        state.pool.trim();
    }
    end_text(state);
    state.ended_session.store(number);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
