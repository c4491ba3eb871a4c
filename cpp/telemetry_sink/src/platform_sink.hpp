// What `init_telemetry` asks of the platform.
#pragma once

#include <micromegas/telemetry_sink.hpp>

namespace micromegas::telemetry_sink {

/// Logged where nobody set a filter.
extern const tracing::LevelFilter kDefaultLevel;

[[nodiscard]] std::shared_ptr<tracing::EventSink> make_platform_sink();

[[nodiscard]] tracing::DispatchConfig make_dispatch_config(const TelemetryOptions& options);

}  // namespace micromegas::telemetry_sink
