#include <micromegas/telemetry_sink.hpp>

#include "platform_sink.hpp"
#include "shared_system.hpp"

#include <algorithm>
#include <utility>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

using tracing::LevelFilter;

bool is_set(const Setting<LevelFilter>& level) noexcept {
    return level.origin() != Setting<LevelFilter>::Origin::Default;
}

std::optional<StartError> find_missing_sink(const Sinks& sinks) {
    const auto missing = std::ranges::find(sinks, nullptr);
    if (missing == sinks.end()) {
        return std::nullopt;
    }
    return StartError{
        tracing::InitError::MissingSink,
        "TelemetryOptions::sinks[" + std::to_string(missing - sinks.begin()) + "] is null; allowed is an EventSink"};
}

std::shared_ptr<tracing::EventSink> combine(Sinks sinks) {
    return sinks.size() == 1 ? std::move(sinks.front()) : std::make_shared<CompositeSink>(sinks);
}

/// The platform's and the caller's.
std::variant<Sinks, StartError> make_sinks(const TelemetryOptions& options) {
    // No file is made for refused options.
    if (tracing::dispatch::get_sink() != nullptr || tracing::find_reserved_name(options.process_properties)) {
        return Sinks{std::make_shared<tracing::NullEventSink>()};
    }
    auto made = make_platform_sinks(options);
    if (auto* const sinks = std::get_if<Sinks>(&made)) {
        sinks->insert(sinks->end(), options.sinks.begin(), options.sinks.end());
    }
    return made;
}

/// Where nobody sets a filter, the levels of the sinks are more than limits.
LevelFilter settle_levels(TelemetryOptions& options) {
    LevelFilter highest = kDefaultLevel;
    if (is_set(options.telemetry_level) || delivers(options)) {
        highest = std::max<LevelFilter>(highest, options.telemetry_level);
        const LevelFilter of_backtrace = is_set(options.telemetry_level) || options.backtrace.entries == 0
                                             ? LevelFilter::Off
                                             : options.backtrace.level;
        options.telemetry_level = std::max(options.telemetry_level.value(), of_backtrace);
        if (!is_set(options.terminal.level)) {
            options.terminal.level = kDefaultLevel;
        }
    }
    return is_set(options.terminal.level) ? std::max<LevelFilter>(highest, options.terminal.level) : highest;
}

/// The options' filter; where there is none and none was ever set, one that lets the sinks have what they want.
std::variant<std::optional<tracing::Filter>, StartError> choose_filter(TelemetryOptions& options) {
    if (options.target_levels.empty()) {
        return options.filter || tracing::filter_was_set() ? options.filter : tracing::Filter{settle_levels(options)};
    }
    std::string text = options.filter.value_or(tracing::Filter{kDefaultLevel}).to_string();
    for (const auto& [target, level] : options.target_levels) {
        text.append(",").append(target).append("=").append(tracing::to_string(level));
    }
    auto parsed = tracing::Filter::parse(text);
    if (auto* const error = std::get_if<tracing::FilterError>(&parsed)) {
        return StartError{tracing::InitError::OptionOutOfRange,
                          "TelemetryOptions::target_levels: " + std::move(error->message)};
    }
    return std::move(*std::get_if<tracing::Filter>(&parsed));
}

tracing::DispatchConfig make_config(const TelemetryOptions& options, std::optional<tracing::Filter> filter) {
    tracing::DispatchConfig config{
        .blocks_level = is_set(options.telemetry_level) ? options.telemetry_level.value() : LevelFilter::Trace,
        .process_properties = options.process_properties,
        .parent_process_id = options.parent_process_id,
        .filter = std::move(filter),
        .cpu_tracing_enabled = options.cpu_tracing,
        .metrics_enabled = options.metrics,
        .images_enabled = options.images,
        .fatal_stacks = options.fatal_stacks,
        .backtrace = options.backtrace};
    const auto set = [](auto& target, const auto& value) { target = value.value_or(target); };
    set(config.logs_buffer_size, options.logs_buffer_size);
    set(config.metrics_buffer_size, options.metrics_buffer_size);
    set(config.threads_buffer_size, options.threads_buffer_size);
    set(config.memory_limit, options.memory_limit);
    set(config.flush_timeout, options.flush_timeout);
    set(config.shutdown_timeout, options.shutdown_timeout);
    return config;
}

TelemetryGuard refuse(StartError error, bool prints) {
    if (prints) {
        print_error(error.message);
    }
    return {make_error_code(error.code), std::move(error.message)};
}

/// Another guard decided already. Reports settings of this one that have no effect.
TelemetryGuard share(std::shared_ptr<detail::TelemetrySystem> system, const TelemetryOptions& options) {
    const bool asks = options.filter || !options.target_levels.empty() || !options.sinks.empty() || options.text_file ||
                      options.http.url.is_of_program() || options.recording.path.is_of_program();
    if (asks && options.print_errors) {
        print_error(
            "tracing is initialised in this process already; this guard shares it, and its own filter, sinks, text "
            "file, server and recording have no effect");
    }
    return TelemetryGuard{std::move(system)};
}

}  // namespace

TelemetryGuard init_telemetry(TelemetryOptions options) {
    const SystemLock lock;
    if (auto running = lock.find()) {
        return share(std::move(running), options);
    }
    if (auto error = find_missing_sink(options.sinks)) {
        return refuse(*std::move(error), options.print_errors);
    }
    if (auto error = complete(options)) {
        return refuse(*std::move(error), options.print_errors);
    }
    auto filter = choose_filter(options);
    if (auto* const error = std::get_if<StartError>(&filter)) {
        return refuse(std::move(*error), options.print_errors);
    }
    auto sinks = make_sinks(options);
    if (auto* const error = std::get_if<StartError>(&sinks)) {
        return refuse(std::move(*error), options.print_errors);
    }
    const auto config = make_config(options, std::move(*std::get_if<std::optional<tracing::Filter>>(&filter)));
    const std::shared_ptr<tracing::EventSink> sink = combine(std::move(*std::get_if<Sinks>(&sinks)));
    tracing::TracingSystemGuard guard{config, sink};
    if (const auto error = static_cast<tracing::InitError>(guard.error().value()); error != tracing::InitError::None) {
        return refuse({error, tracing::describe_init_error(guard.error(), config)},
                      options.print_errors && error != tracing::InitError::AlreadyInitialised);
    }
    const auto system = std::make_shared<detail::TelemetrySystem>(std::move(guard));
    if (options.export_process_id && system->process_id) {
        export_process_id(*system->process_id, options);
    }
    system->end_signals = watch_end_signals(options, sink->interest());
    system->threads = start_threads(options, sink->interest());
    lock.remember(system);
    return TelemetryGuard{system};
}

TelemetryGuard TelemetryGuardBuilder::build() const {
    TelemetryOptions options = options_;
    const auto before = options.process_properties.properties();
    std::vector<tracing::Property> properties{before.begin(), before.end()};
    properties.insert(properties.end(), properties_.begin(), properties_.end());
    options.process_properties = tracing::PropertySet{properties};
    return init_telemetry(std::move(options));
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
