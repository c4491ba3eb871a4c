#include "router_recorder.hpp"

#include "backtrace.hpp"
#include "collect/collector.hpp"
#include "record/records.hpp"
#include "system/stack_frames.hpp"

#include <micromegas/tracing/detail/gates.hpp>

#include <algorithm>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// The thread that logs formats entries up to this level.
LevelFilter most_at_once(const DispatchConfig& config, const SinkInterest& interest) noexcept {
    const BacktraceOptions& backtrace = config.backtrace;
    return std::max({interest.text, config.fatal_stacks ? LevelFilter::Fatal : LevelFilter::Off,
                     backtrace.entries != 0 ? std::max(backtrace.level, backtrace.trigger) : LevelFilter::Off});
}

}  // namespace

void begin_recording(const DispatchConfig& config, const SinkInterest& interest, const std::shared_ptr<EventSink>& sink,
                     const std::shared_ptr<const ProcessInfo>& process) {
    RecordingState& state = recording_state();
    state.flush_timeout.store(config.flush_timeout);
    state.shutdown_timeout.store(config.shutdown_timeout);
    g_fatal_stacks.store(config.fatal_stacks, std::memory_order_relaxed);
    begin_backtrace(config.backtrace);
    g_gates.text_level.store(most_at_once(config, interest));
    if (interest.blocks || interest.has_text_that_waits()) {
        begin_session(config, interest, sink, process);
    }
    if (interest.blocks) {
        g_gates.blocks.store(true);
        g_gates.metrics.store(config.metrics_enabled);
        g_gates.images.store(config.images_enabled);
        g_gates.span_session.store(config.cpu_tracing_enabled ? g_gates.session.load() : 0);
    }
}

void end_recording(bool deliver, std::chrono::milliseconds patience) noexcept {
    g_gates.span_session.store(0);
    g_gates.blocks.store(false);
    g_gates.metrics.store(false);
    g_gates.images.store(false);
    end_session(deliver, patience);
    end_backtrace();
    g_gates.text_level.store(LevelFilter::Off);
}

void record_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept {
    if (desc.lifetime == MetadataLifetime::Transient) {
        const std::size_t size = 1 + sizeof time + sizeof desc.level + sizeof desc.line + size_of_text(desc.target) +
                                 size_of_text(desc.file) + size_of_text(message) + size_of_properties(properties);
        record<QueueKind::Logs>(size, [&](std::byte* slot) {
            slot = put(put(put(put(slot, LogRecord::Interop), time), desc.level), desc.line);
            slot = put_text(put_text(put_text(slot, desc.target), desc.file), message);
            put_properties(slot, properties);
        });
    } else if (desc.message_is_literal && properties.empty() && message.data() == desc.fmt_str.data()) {
        record_fields<QueueKind::Logs>(LogRecord::Literal, &desc, time);
    } else {
        const std::size_t size =
            1 + sizeof(&desc) + sizeof time + size_of_text(message) + size_of_properties(properties);
        record<QueueKind::Logs>(size, [&](std::byte* slot) {
            slot = put(put(put(slot, LogRecord::Text), &desc), time);
            put_properties(put_text(slot, message), properties);
        });
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
