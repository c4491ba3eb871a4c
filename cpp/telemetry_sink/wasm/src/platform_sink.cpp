#include "platform_sink.hpp"

#include <micromegas/telemetry_sink/console_event_sink.hpp>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

// Nothing is lost by default: the console has levels of its own.
const tracing::LevelFilter kDefaultLevel = tracing::LevelFilter::Trace;

std::optional<StartError> complete(TelemetryOptions&) { return std::nullopt; }

std::variant<Sinks, StartError> make_platform_sinks(const TelemetryOptions&) {
    return Sinks{make_console_event_sink()};
}

bool delivers(const TelemetryOptions&) noexcept { return false; }

void print_error(const std::string&) noexcept {}

std::shared_ptr<void> start_threads(const TelemetryOptions&, const tracing::SinkInterest&) { return nullptr; }

std::shared_ptr<void> watch_end_signals(const TelemetryOptions&, const tracing::SinkInterest&) { return nullptr; }

void export_process_id(const tracing::Uuid&, const TelemetryOptions&) {}

GuardedSystem& guarded_system() noexcept {
    static GuardedSystem& only = *new GuardedSystem;  // never destroyed: a guard may be a static
    return only;
}

std::string describe_environment() { return {}; }

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
