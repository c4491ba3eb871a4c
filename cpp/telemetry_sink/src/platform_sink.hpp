// The platform's part of `init_telemetry`.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/detail/sink_components.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

using detail::StartError;
using Sinks = std::vector<std::shared_ptr<tracing::EventSink>>;

/// The filter if none was set.
extern const tracing::LevelFilter kDefaultLevel;

/// Completes the options from the environment and by defaults; checks them.
[[nodiscard]] std::optional<StartError> complete(TelemetryOptions& options);

/// The sinks of the options: the terminal, the text file, the server, the recording.
[[nodiscard]] std::variant<Sinks, StartError> make_platform_sinks(const TelemetryOptions& options);

/// Whether they ask for a server or a recording, and the program links what that needs.
[[nodiscard]] bool delivers(const TelemetryOptions& options) noexcept;

/// Natively: those of the components that the options ask for and the program links.
[[nodiscard]] std::optional<StartError> add_component_sinks(const TelemetryOptions& options, Sinks& sinks);

/// Tells the person in front of the program.
void print_error(const std::string& message) noexcept;

/// Starts the threads for a sink with this interest; they run until the last copy of the result is gone. Null if the
/// platform has none.
[[nodiscard]] std::shared_ptr<void> start_threads(const TelemetryOptions& options,
                                                  const tracing::SinkInterest& interest);

/// Handles Ctrl-C and SIGTERM, if it is wanted, until the last copy of the result is gone. Null if it is not.
[[nodiscard]] std::shared_ptr<void> watch_end_signals(const TelemetryOptions& options,
                                                      const tracing::SinkInterest& interest);

/// Exports this process's id to programs that it starts.
void export_process_id(const tracing::Uuid& process_id, const TelemetryOptions& options);

/// The state that the guards of a process share.
struct GuardedSystem {
    std::recursive_mutex mutex;  // while it is made, and while it ends
    std::weak_ptr<detail::TelemetrySystem> system;
};
/// The child of a fork has one of its own.
[[nodiscard]] GuardedSystem& guarded_system() noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
