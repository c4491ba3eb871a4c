#include "platform_sink.hpp"

#include <micromegas/telemetry_sink/console_event_sink.hpp>

namespace micromegas::telemetry_sink {

// Nothing is lost by default: the console has levels of its own.
const tracing::LevelFilter kDefaultLevel = tracing::LevelFilter::Trace;

std::variant<Sinks, StartError> make_platform_sinks(const TelemetryOptions&) {
    return Sinks{make_console_event_sink()};
}

std::variant<tracing::DispatchConfig, StartError> make_dispatch_config(TelemetryOptions& options) {
    return tracing::DispatchConfig{.process_properties = options.process_properties};
}

void print_error(const std::string&) noexcept {}

std::shared_ptr<void> start_flushing(const tracing::SinkInterest&, std::chrono::milliseconds) { return nullptr; }

void export_process_id(const tracing::Uuid&, const tracing::DispatchConfig&) {}

}  // namespace micromegas::telemetry_sink
