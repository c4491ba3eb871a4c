// What `init_telemetry` asks of the platform.
#pragma once

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/detail/sink_components.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace micromegas::telemetry_sink {

using detail::StartError;
using Sinks = std::vector<std::shared_ptr<tracing::EventSink>>;

/// Logged where nobody set a filter.
extern const tracing::LevelFilter kDefaultLevel;

/// Writes what the program has left to the environment into the options, and what nobody has set; checks them.
[[nodiscard]] std::optional<StartError> complete(TelemetryOptions& options);

/// The terminal, the text file, the server, the recording: what the options ask for.
[[nodiscard]] std::variant<Sinks, StartError> make_platform_sinks(const TelemetryOptions& options);

/// Natively: those of the components that the options ask for and the program links.
[[nodiscard]] std::optional<StartError> add_component_sinks(const TelemetryOptions& options, Sinks& sinks);

/// Tells the person in front of the program.
void print_error(const std::string& message) noexcept;

/// The threads that work for a sink of such an interest until the last copy of what it returns is gone. Null where the
/// platform has none.
[[nodiscard]] std::shared_ptr<void> start_threads(const TelemetryOptions& options,
                                                  const tracing::SinkInterest& interest);

/// Tells programs that this process starts who their parent is: this process.
void export_process_id(const tracing::Uuid& process_id, const TelemetryOptions& options);

/// What the guards of a process share.
struct GuardedSystem {
    std::recursive_mutex mutex;  // while it is made, and while it ends
    std::weak_ptr<detail::TelemetrySystem> system;
};
/// The child of a fork has one of its own.
[[nodiscard]] GuardedSystem& guarded_system() noexcept;

}  // namespace micromegas::telemetry_sink
