#include <micromegas/telemetry_sink.hpp>

#include "platform_sink.hpp"

#include <algorithm>
#include <utility>

namespace micromegas::telemetry_sink {
namespace {

/// The caller's filter, or the platform's where nothing was ever set.
void apply_filter(std::optional<tracing::Filter> filter) {
    if (filter) {
        tracing::set_filter(*std::move(filter));
    } else if (!tracing::filter_was_set()) {
        tracing::set_filter(tracing::Filter{kDefaultLevel});
    }
}

std::string describe(const std::error_code& error, const TelemetryOptions& options) {
    if (!error) {
        return {};
    }
    const auto name = tracing::find_reserved_name(options.process_properties);
    return name ? "process property \"" + *name + "\": " + error.message() : error.message();
}

}  // namespace

TelemetryGuard init_telemetry(TelemetryOptions options) {
    std::shared_ptr<tracing::EventSink> sink = make_platform_sink();
    if (std::ranges::find(options.sinks, nullptr) != options.sinks.end()) {
        sink = nullptr;  // an error, as a single one that is missing
    } else if (!options.sinks.empty()) {
        options.sinks.insert(options.sinks.begin(), std::move(sink));
        sink = std::make_shared<CompositeSink>(std::move(options.sinks));
    }
    tracing::TracingSystemGuard system{make_dispatch_config(options), std::move(sink)};
    if (!system.error()) {
        apply_filter(std::move(options.filter));
    }
    std::string message = describe(system.error(), options);
    return TelemetryGuard{std::move(system), std::move(message)};
}

}  // namespace micromegas::telemetry_sink
