#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <memory>
#include <vector>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Passes everything on to each of its sinks, in order; a log entry, at once or deferred, only to sinks that asked for
/// it in this way, blocks only to sinks that ask for blocks. No sink may be null.
class CompositeSink final : public tracing::EventSink {
public:
    explicit CompositeSink(const std::vector<std::shared_ptr<tracing::EventSink>>& sinks);

    [[nodiscard]] tracing::SinkInterest interest() const noexcept override;
    void on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept override;
    void on_shutdown() noexcept override;
    [[nodiscard]] bool on_log_enabled(const tracing::LogMetadata& desc) noexcept override;
    void on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override;
    void on_deferred_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                         std::int64_t time, std::string_view message, std::string_view thread) noexcept override;
    void on_deferred_logs_end() noexcept override;
    void on_init_stream(const tracing::EventStream& stream) noexcept override;
    void on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept override;
    [[nodiscard]] bool is_busy() const noexcept override;

private:
    /// A sink, and its interest.
    struct Member {
        std::shared_ptr<tracing::EventSink> sink;
        tracing::SinkInterest interest;
    };

    std::vector<Member> members_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
