// What `init_telemetry` asks of the platform.
#pragma once

#include <micromegas/telemetry_sink.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace micromegas::telemetry_sink {

/// Logged where nobody set a filter.
extern const tracing::LevelFilter kDefaultLevel;

/// Why nothing is initialised, and one sentence that names what is wrong, and what is allowed.
struct StartError {
    tracing::InitError code;
    std::string message;
};

/// The terminal, the text file: what the options ask for.
[[nodiscard]] std::variant<std::vector<std::shared_ptr<tracing::EventSink>>, StartError> make_platform_sinks(
    const TelemetryOptions& options);

/// From the options and the environment; with a filter only where that has one.
[[nodiscard]] std::variant<tracing::DispatchConfig, StartError> make_dispatch_config(const TelemetryOptions& options);

/// Tells the person in front of the program.
void print_error(const std::string& message) noexcept;
/// The same of an environment variable that the process goes on without.
void tell_of_ignored(const TelemetryOptions& options, const char* variable, std::string_view value,
                     std::string_view problem);

/// Flushes every so often, and passes deferred text on, for a sink of such an interest, until the last copy of what it
/// returns is gone. Null where there is nothing to do.
[[nodiscard]] std::shared_ptr<void> start_flushing(const tracing::SinkInterest& interest,
                                                   std::chrono::milliseconds period);

/// Tells programs that this process starts that their parent is this process, initialised with `config`.
void export_process_id(const tracing::Uuid& process_id, const tracing::DispatchConfig& config);

}  // namespace micromegas::telemetry_sink
