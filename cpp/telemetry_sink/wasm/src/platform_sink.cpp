#include "platform_sink.hpp"

#include <micromegas/telemetry_sink/console_event_sink.hpp>

namespace micromegas::telemetry_sink {

// Nothing is lost by default: the console has levels of its own.
const tracing::LevelFilter kDefaultLevel = tracing::LevelFilter::Trace;

std::shared_ptr<tracing::EventSink> make_platform_sink() { return make_console_event_sink(); }

std::variant<tracing::DispatchConfig, EnvironmentError> make_dispatch_config(const TelemetryOptions& options) {
    return tracing::DispatchConfig{.process_properties = options.process_properties};
}

std::shared_ptr<void> start_flushing(std::chrono::milliseconds) { return nullptr; }

void export_process_id(const tracing::Uuid&, const tracing::DispatchConfig&) {}

}  // namespace micromegas::telemetry_sink
