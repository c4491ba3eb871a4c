// How `init_telemetry` makes the sinks of the components micromegas::telemetry_http and micromegas::telemetry_file. It
// knows their functions by name alone, and finds them in programs that link them; the component's CMake target says
// `micromegas_sink_component(<target> <function>)`, so that the linker takes the function out of an archive.
// Why: docs/decisions/0034-a-component-is-found-by-the-linker.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/delivery_options.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <memory>
#include <string>
#include <variant>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The reason why nothing is initialised, and one sentence that names the error and the allowed values.
struct StartError {
    tracing::InitError code;
    std::string message;
};

using MadeSink = std::variant<std::shared_ptr<tracing::EventSink>, StartError>;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI

extern "C" {

/// Defined by micromegas::telemetry_http. The options are whole: the program's, the environment's and the defaults.
[[gnu::visibility("default")]] void micromegas_make_http_sink(
    const micromegas::telemetry_sink::HttpOptions& options,
    micromegas::telemetry_sink::detail::MadeSink& made) noexcept;

/// Defined by micromegas::telemetry_file.
[[gnu::visibility("default")]] void micromegas_make_recording_sink(
    const micromegas::telemetry_sink::RecordingOptions& options,
    micromegas::telemetry_sink::detail::MadeSink& made) noexcept;
}
