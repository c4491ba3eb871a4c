#include <micromegas/telemetry_sink/detail/sink_components.hpp>

#include "platform_sink.hpp"

#include <fmt/format.h>

// Null where the program does not link the component.
extern "C" {
[[gnu::weak]] void micromegas_make_http_sink(const micromegas::telemetry_sink::HttpOptions&,
                                             micromegas::telemetry_sink::detail::MadeSink&) noexcept;
[[gnu::weak]] void micromegas_make_recording_sink(const micromegas::telemetry_sink::RecordingOptions&,
                                                  micromegas::telemetry_sink::detail::MadeSink&) noexcept;
}

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

using detail::MadeSink;

/// A setting, and the component that a program has to link for it.
struct Component {
    std::string_view option;
    std::string_view variable;
    std::string_view name;
    std::string_view consequence;
    bool is_shown;  // its value, in messages; a URL may hold a password
};

constexpr Component kHttp{"TelemetryOptions::http.url", "MICROMEGAS_TELEMETRY_URL", "micromegas::telemetry_http",
                          "nothing is sent", false};
constexpr Component kRecording{"TelemetryOptions::recording.path", "MICROMEGAS_RECORDING", "micromegas::telemetry_file",
                               "nothing is written to a recording", true};

/// An error if the program sets it; a report if the environment does.
std::optional<StartError> refuse_or_tell(const Component& component, bool is_of_program, bool prints) {
    if (is_of_program) {
        return StartError{
            tracing::InitError::OptionOutOfRange,
            fmt::format("{} is set, but this program is built without {}; link it", component.option, component.name)};
    }
    if (prints) {
        print_error(fmt::format("environment variable {} is set, but this program is built without {}: {}",
                                component.variable, component.name, component.consequence));
    }
    return std::nullopt;
}

template <class Options>
std::optional<StartError> add(Sinks& sinks, const Component& component, const Setting<std::string>& place,
                              void (*make)(const Options&, MadeSink&) noexcept, const Options& options,
                              const TelemetryOptions& all) {
    const bool prints = all.print_errors;
    if (place.value().empty()) {
        return std::nullopt;
    }
    if (make == nullptr) {
        return refuse_or_tell(component, place.is_of_program(), prints);
    }
    MadeSink made;
    make(options, made);
    if (auto* const error = std::get_if<StartError>(&made)) {
        if (place.is_of_program()) {
            return std::move(*error);
        }
        if (prints) {
            const std::string value = component.is_shown ? fmt::format(" is \"{}\"", place.value()) : std::string{};
            print_error(fmt::format("environment variable {}{}: {}; {}", component.variable, value, error->message,
                                    component.consequence));
        }
        return std::nullopt;
    }
    auto& sink = *std::get_if<std::shared_ptr<tracing::EventSink>>(&made);
    auto wrapped = all.wrap_delivery ? all.wrap_delivery(sink) : nullptr;
    sinks.push_back(wrapped != nullptr ? std::move(wrapped) : std::move(sink));
    return std::nullopt;
}

}  // namespace

bool delivers(const TelemetryOptions& options) noexcept {
    return (!options.http.url.value().empty() && &micromegas_make_http_sink != nullptr) ||
           (!options.recording.path.value().empty() && &micromegas_make_recording_sink != nullptr);
}

std::optional<StartError> add_component_sinks(const TelemetryOptions& options, Sinks& sinks) {
    auto error = add(sinks, kHttp, options.http.url, &micromegas_make_http_sink, options.http, options);
    return error ? std::move(error)
                 : add(sinks, kRecording, options.recording.path, &micromegas_make_recording_sink, options.recording,
                       options);
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
