// What `init_telemetry` asks of the platform.
#pragma once

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/detail/sink_components.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace micromegas::telemetry_sink {

using detail::StartError;
using Sinks = std::vector<std::shared_ptr<tracing::EventSink>>;

/// Logged where nobody set a filter.
extern const tracing::LevelFilter kDefaultLevel;

/// From the options and the environment; with a filter only where that has one. What the program has left to the
/// environment is written into the options.
[[nodiscard]] std::variant<tracing::DispatchConfig, StartError> make_dispatch_config(TelemetryOptions& options);

/// The terminal, the text file, the server, the recording: what the options ask for.
[[nodiscard]] std::variant<Sinks, StartError> make_platform_sinks(const TelemetryOptions& options);

/// Natively: those of the components that the options ask for and the program links.
[[nodiscard]] std::optional<StartError> add_component_sinks(const TelemetryOptions& options, Sinks& sinks);

/// Tells the person in front of the program.
void print_error(const std::string& message) noexcept;

/// Flushes every so often, and passes deferred text on, for a sink of such an interest, until the last copy of what it
/// returns is gone. Null where there is nothing to do.
[[nodiscard]] std::shared_ptr<void> start_flushing(const tracing::SinkInterest& interest,
                                                   std::chrono::milliseconds period);

/// Tells programs that this process starts that their parent is this process, initialised with `config`.
void export_process_id(const tracing::Uuid& process_id, const tracing::DispatchConfig& config);

}  // namespace micromegas::telemetry_sink
