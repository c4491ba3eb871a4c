#include "platform_sink.hpp"

#include <micromegas/telemetry_sink/local_event_sink.hpp>

#include <cstdlib>

namespace micromegas::telemetry_sink {

const tracing::LevelFilter kDefaultLevel = tracing::LevelFilter::Info;

// The process's filter alone decides what is printed: one that is changed at run time takes effect on the terminal too.
std::shared_ptr<tracing::EventSink> make_platform_sink() {
    return std::make_shared<LocalEventSink>(LocalEventSinkOptions{.max_level = tracing::LevelFilter::Trace});
}

tracing::DispatchConfig make_dispatch_config(const TelemetryOptions& options) {
    tracing::DispatchConfig config;
    config.process_properties = options.process_properties;
    if (const char* const parent = std::getenv("MICROMEGAS_TELEMETRY_PARENT_PROCESS")) {
        config.parent_process_id = tracing::Uuid::parse(parent);
    }
    if (const char* const enabled = std::getenv("MICROMEGAS_ENABLE_CPU_TRACING")) {
        config.cpu_tracing_enabled = std::string_view{enabled} == "true";
    }
    return config;
}

}  // namespace micromegas::telemetry_sink
