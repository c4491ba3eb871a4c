#include "platform_sink.hpp"

#include <micromegas/telemetry_sink/local_event_sink.hpp>
#include <micromegas/tracing/flush_monitor.hpp>

namespace micromegas::telemetry_sink {

const tracing::LevelFilter kDefaultLevel = tracing::LevelFilter::Info;

// The process's filter alone decides what is printed: one that is changed at run time takes effect on the terminal too.
std::shared_ptr<tracing::EventSink> make_platform_sink() {
    return std::make_shared<LocalEventSink>(LocalEventSinkOptions{.max_level = tracing::LevelFilter::Trace});
}

std::shared_ptr<void> start_flushing(std::chrono::milliseconds period) {
    auto monitor = std::make_shared<tracing::FlushMonitor>(period);
    monitor->start();
    return monitor;
}

}  // namespace micromegas::telemetry_sink
