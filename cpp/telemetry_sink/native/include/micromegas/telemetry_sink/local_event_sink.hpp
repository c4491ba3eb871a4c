#pragma once

#include <micromegas/tracing/event_sink.hpp>

#include <cstdio>
#include <string>

namespace micromegas::telemetry_sink {

struct LocalEventSinkOptions {
    tracing::LevelFilter max_level = tracing::LevelFilter::Info;
    std::FILE* file = stdout;                                         ///< Outlives the sink.
    enum class Colors { Auto, Always, Never } colors = Colors::Auto;  ///< Auto: on a terminal, unless NO_COLOR is set.
};

/// Prints log entries as lines of text:
///
///     2026-11-22T17:26:38.123456Z INFO  [engine::sql] registered table airports: 3376 rows
///
/// Each line is written by one call, so lines of several threads do not mix. Properties follow the message as
/// name=value. What would break the line or the terminal (control characters) is shown as \xNN.
class LocalEventSink final : public tracing::NullEventSink {
public:
    explicit LocalEventSink(LocalEventSinkOptions options = {}) noexcept;

    [[nodiscard]] tracing::SinkInterest interest() const noexcept override { return {.text = max_level_}; }
    [[nodiscard]] bool on_log_enabled(const tracing::LogMetadata& desc) noexcept override;
    void on_log(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties, std::int64_t time,
                std::string_view message) noexcept override;
    void on_shutdown() noexcept override;

private:
    tracing::LevelFilter max_level_;
    std::FILE* file_;
    bool colored_;
};

}  // namespace micromegas::telemetry_sink
