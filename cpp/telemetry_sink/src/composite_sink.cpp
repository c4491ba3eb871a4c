#include <micromegas/telemetry_sink/composite_sink.hpp>

#include <algorithm>
#include <utility>

namespace micromegas::telemetry_sink {

CompositeSink::CompositeSink(std::vector<std::shared_ptr<tracing::EventSink>> sinks) noexcept
    : sinks_(std::move(sinks)) {}

void CompositeSink::on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept {
    for (const auto& sink : sinks_) {
        sink->on_startup(process);
    }
}

void CompositeSink::on_shutdown() noexcept {
    for (const auto& sink : sinks_) {
        sink->on_shutdown();
    }
}

bool CompositeSink::on_log_enabled(const tracing::LogMetadata& desc) noexcept {
    return std::ranges::any_of(sinks_, [&](const auto& sink) { return sink->on_log_enabled(desc); });
}

void CompositeSink::on_log(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties,
                           std::int64_t time, std::string_view message) noexcept {
    for (const auto& sink : sinks_) {
        if (sink->on_log_enabled(desc)) {
            sink->on_log(desc, properties, time, message);
        }
    }
}

void CompositeSink::on_init_log_stream(const tracing::LogStream& stream) noexcept {
    for (const auto& sink : sinks_) {
        sink->on_init_log_stream(stream);
    }
}

void CompositeSink::on_process_log_block(const std::shared_ptr<const tracing::LogBlock>& block) noexcept {
    for (const auto& sink : sinks_) {
        sink->on_process_log_block(block);
    }
}

void CompositeSink::on_init_metrics_stream(const tracing::MetricsStream& stream) noexcept {
    for (const auto& sink : sinks_) {
        sink->on_init_metrics_stream(stream);
    }
}

void CompositeSink::on_process_metrics_block(const std::shared_ptr<const tracing::MetricsBlock>& block) noexcept {
    for (const auto& sink : sinks_) {
        sink->on_process_metrics_block(block);
    }
}

void CompositeSink::on_init_thread_stream(const tracing::ThreadStream& stream) noexcept {
    for (const auto& sink : sinks_) {
        sink->on_init_thread_stream(stream);
    }
}

void CompositeSink::on_process_thread_block(const std::shared_ptr<const tracing::ThreadBlock>& block) noexcept {
    for (const auto& sink : sinks_) {
        sink->on_process_thread_block(block);
    }
}

bool CompositeSink::is_busy() const noexcept {
    return std::ranges::any_of(sinks_, [](const auto& sink) { return sink->is_busy(); });
}

}  // namespace micromegas::telemetry_sink
