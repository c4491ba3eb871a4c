#pragma once

#include <micromegas/tracing/event_sink.hpp>

#include <memory>
#include <vector>

namespace micromegas::telemetry_sink {

/// Passes everything on to each of its sinks, in order. A log entry goes only to those that want it. None is null.
class CompositeSink final : public tracing::EventSink {
public:
    explicit CompositeSink(std::vector<std::shared_ptr<tracing::EventSink>> sinks) noexcept;

    void on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept override;
    void on_shutdown() noexcept override;
    [[nodiscard]] bool on_log_enabled(const tracing::LogMetadata& desc) noexcept override;
    void on_log(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties, std::int64_t time,
                std::string_view message) noexcept override;
    void on_init_log_stream(const tracing::LogStream& stream) noexcept override;
    void on_process_log_block(const std::shared_ptr<const tracing::LogBlock>& block) noexcept override;
    void on_init_metrics_stream(const tracing::MetricsStream& stream) noexcept override;
    void on_process_metrics_block(const std::shared_ptr<const tracing::MetricsBlock>& block) noexcept override;
    void on_init_thread_stream(const tracing::ThreadStream& stream) noexcept override;
    void on_process_thread_block(const std::shared_ptr<const tracing::ThreadBlock>& block) noexcept override;
    [[nodiscard]] bool is_busy() const noexcept override;

private:
    std::vector<std::shared_ptr<tracing::EventSink>> sinks_;
};

}  // namespace micromegas::telemetry_sink
