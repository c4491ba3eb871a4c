// What `init_telemetry` asks of the platform.
#pragma once

#include <micromegas/telemetry_sink.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <variant>

namespace micromegas::telemetry_sink {

/// Logged where nobody set a filter.
extern const tracing::LevelFilter kDefaultLevel;

[[nodiscard]] std::shared_ptr<tracing::EventSink> make_platform_sink();

/// One sentence that names the variable, its value, and what is allowed.
struct EnvironmentError {
    std::string message;
};

/// From the options and the environment.
[[nodiscard]] std::variant<tracing::DispatchConfig, EnvironmentError> make_dispatch_config(
    const TelemetryOptions& options);

/// Flushes every so often until the last copy of what it returns is gone. Null where there is nothing to flush.
[[nodiscard]] std::shared_ptr<void> start_flushing(std::chrono::milliseconds period);

/// Tells programs that this process starts who their parent is: this process, initialised with `config`.
void export_process_id(const tracing::Uuid& process_id, const tracing::DispatchConfig& config);

}  // namespace micromegas::telemetry_sink
