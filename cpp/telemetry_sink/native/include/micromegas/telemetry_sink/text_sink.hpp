#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/text_options.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <cstdint>
#include <memory>
#include <system_error>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
class TextOutput;
MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Writes log entries as whole lines of text: lines of several threads do not mix.
///
/// Lines that cannot be written, as the disk or a pipe is full, wait, up to 1 MiB. Further lines are lost and counted;
/// that is reported once on standard error, and a line under "micromegas.meta" takes their place as soon as writing
/// works again. A pipe without a reader does not end the program.
///
/// In the child of a fork it does nothing until tracing is initialised with it there.
class TextSink : public tracing::NullEventSink {
public:
    ~TextSink() override;
    TextSink(const TextSink&) = delete;
    TextSink& operator=(const TextSink&) = delete;

    [[nodiscard]] tracing::SinkInterest interest() const noexcept override;
    void on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept override;
    void on_shutdown() noexcept override;
    [[nodiscard]] bool on_log_enabled(const tracing::LogMetadata& desc) noexcept override;
    /// The line is written when it returns, except where a file's are formatted at once: like `on_deferred_log` then,
    /// below warn. `time` 0: now.
    void on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override;
    /// The line is written at `on_deferred_logs_end`, or when 64 KiB have accumulated.
    void on_deferred_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                         std::int64_t time, std::string_view message, std::string_view thread) noexcept override;
    void on_deferred_logs_end() noexcept override;

    /// The number of lines that could not be written and were dropped.
    [[nodiscard]] std::uint64_t lost_lines() const noexcept;

protected:
    explicit TextSink(const TerminalOptions& options);
    explicit TextSink(const TextFileOptions& options);

    /// The reason if there is no output.
    [[nodiscard]] std::error_code output_error() const noexcept;

private:
    [[nodiscard]] bool is_of_this_process() const noexcept;

    tracing::LevelFilter level_;
    bool at_once_;
    bool buffers_ = false;
    bool thread_names_;
    std::uint32_t forks_;  // of the process that the output belongs to
    std::unique_ptr<detail::TextOutput> output_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
