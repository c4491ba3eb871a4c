#include <micromegas/telemetry_sink.hpp>

#include "platform_sink.hpp"

#include <algorithm>
#include <utility>

namespace micromegas::telemetry_sink {
namespace {

/// The platform's sink and the caller's; null, which the dispatch refuses, where one of them is missing.
std::shared_ptr<tracing::EventSink> make_sink(std::vector<std::shared_ptr<tracing::EventSink>> others) {
    if (std::ranges::find(others, nullptr) != others.end()) {
        return nullptr;
    }
    std::shared_ptr<tracing::EventSink> sink = make_platform_sink();
    if (others.empty()) {
        return sink;
    }
    others.insert(others.begin(), std::move(sink));
    return std::make_shared<CompositeSink>(others);
}

/// The caller's filter, or the platform's where nothing was ever set.
std::optional<tracing::Filter> choose_filter(std::optional<tracing::Filter> filter) {
    return filter || tracing::filter_was_set() ? std::move(filter) : tracing::Filter{kDefaultLevel};
}

}  // namespace

TelemetryGuard init_telemetry(TelemetryOptions options) {
    auto from_platform = make_dispatch_config(options);
    if (auto* error = std::get_if<EnvironmentError>(&from_platform)) {
        return {tracing::TracingSystemGuard{make_error_code(tracing::InitError::BadEnvironment)},
                std::move(error->message)};
    }
    auto& config = *std::get_if<tracing::DispatchConfig>(&from_platform);
    config.filter = choose_filter(std::move(options.filter));
    const std::shared_ptr<tracing::EventSink> sink = make_sink(std::move(options.sinks));
    tracing::TracingSystemGuard system{config, sink};
    if (system.error()) {
        std::string message = tracing::describe_init_error(system.error(), config.process_properties);
        return {std::move(system), std::move(message)};
    }
    const auto process_id = tracing::dispatch::process_id();
    if (options.export_process_id && process_id) {
        export_process_id(*process_id, config);
    }
    const bool flushes = sink->interest().blocks && options.flush_period.count() > 0;
    return {std::move(system), {}, flushes ? start_flushing(options.flush_period) : nullptr};
}

}  // namespace micromegas::telemetry_sink
