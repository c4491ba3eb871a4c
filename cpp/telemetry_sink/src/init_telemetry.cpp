#include <micromegas/telemetry_sink.hpp>

#include "platform_sink.hpp"

#include <algorithm>
#include <utility>

namespace micromegas::telemetry_sink {
namespace {

/// Null, which the dispatch refuses, where one of them is missing.
std::shared_ptr<tracing::EventSink> combine(Sinks sinks) {
    if (std::ranges::find(sinks, nullptr) != sinks.end()) {
        return nullptr;
    }
    return sinks.size() == 1 ? std::move(sinks.front()) : std::make_shared<CompositeSink>(sinks);
}

/// The platform's and the caller's.
std::variant<Sinks, StartError> make_sinks(TelemetryOptions& options, const tracing::DispatchConfig& config) {
    // No file is made for what is refused.
    if (tracing::dispatch::get_sink() != nullptr || tracing::find_reserved_name(config.process_properties)) {
        return Sinks{std::make_shared<tracing::NullEventSink>()};
    }
    auto made = make_platform_sinks(options);
    if (auto* const sinks = std::get_if<Sinks>(&made)) {
        sinks->insert(sinks->end(), options.sinks.begin(), options.sinks.end());
    }
    return made;
}

/// The caller's filter, or the platform's where nothing was ever set.
std::optional<tracing::Filter> choose_filter(std::optional<tracing::Filter> filter) {
    return filter || tracing::filter_was_set() ? std::move(filter) : tracing::Filter{kDefaultLevel};
}

TelemetryGuard refuse(StartError error, bool prints) {
    if (prints) {
        print_error(error.message);
    }
    return {tracing::TracingSystemGuard{make_error_code(error.code)}, std::move(error.message)};
}

}  // namespace

TelemetryGuard init_telemetry(TelemetryOptions options) {
    auto from_platform = make_dispatch_config(options);
    if (auto* const error = std::get_if<StartError>(&from_platform)) {
        return refuse(std::move(*error), options.print_errors);
    }
    auto& config = *std::get_if<tracing::DispatchConfig>(&from_platform);
    if (!config.filter) {
        config.filter = choose_filter(std::move(options.filter));
    }
    auto sinks = make_sinks(options, config);
    if (auto* const error = std::get_if<StartError>(&sinks)) {
        return refuse(std::move(*error), options.print_errors);
    }
    const std::shared_ptr<tracing::EventSink> sink = combine(std::move(*std::get_if<Sinks>(&sinks)));
    tracing::TracingSystemGuard system{config, sink};
    if (system.error()) {
        std::string message = tracing::describe_init_error(system.error(), config);
        if (options.print_errors && system.error() != tracing::InitError::AlreadyInitialised) {
            print_error(message);
        }
        return {std::move(system), std::move(message)};
    }
    const auto process_id = tracing::dispatch::process_id();
    if (options.export_process_id && process_id) {
        export_process_id(*process_id, config);
    }
    return {std::move(system), {}, start_flushing(sink->interest(), options.flush_period)};
}

}  // namespace micromegas::telemetry_sink
