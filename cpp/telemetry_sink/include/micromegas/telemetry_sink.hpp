// Decides where a program's events go. One call, on both platforms:
//
//     int main() {
//         const auto telemetry = micromegas::telemetry_sink::init_telemetry();
//         ...
//     }
//
// Natively log entries go to the terminal, from info up, and to a text file where `TelemetryOptions::text_file` asks
// for it. On wasm they go to the JavaScript callback that the page has set, and to the browser's console until it sets
// one.
//
// Natively these environment variables are read; one that is empty counts as not set:
//
//     MICROMEGAS_LOG                       a filter, such as info,engine::sql=debug; it stands above the program's own
//     MICROMEGAS_TELEMETRY_URL             a Micromegas server; needs micromegas::telemetry_http
//     MICROMEGAS_RECORDING                 the path of a recording file; needs micromegas::telemetry_file
//     MICROMEGAS_PROCESS_PROPERTIES        name=value,name=value: added to TelemetryOptions::process_properties
//     MICROMEGAS_ENABLE_CPU_TRACING        true: spans are recorded
//     MICROMEGAS_TELEMETRY_PARENT_PROCESS  a UUID: the process id of the instrumented program that started this one
//
// White space around the names and values of properties is trimmed, blank entries are dropped, the first of a repeated
// name counts. An entry without "=" or without a name, or a name that begins with "micromegas.", is an error that
// initialises nothing. A bad value of another variable is told on standard error, and ignored.
#pragma once

#include <micromegas/telemetry_sink/composite_sink.hpp>
#include <micromegas/telemetry_sink/delivery_options.hpp>
#include <micromegas/telemetry_sink/text_options.hpp>
#include <micromegas/tracing/event_sink.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/guards.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace micromegas::telemetry_sink {

struct TelemetryOptions {
    /// What is logged. Without one: the filter that was set before, or else info natively and everything on wasm, where
    /// the console has levels of its own.
    std::optional<tracing::Filter> filter = {};
    /// Where MICROMEGAS_PROCESS_PROPERTIES has the same name, the value here counts.
    tracing::PropertySet process_properties = {};
    /// Where log entries are printed, and how; `{.level = tracing::LevelFilter::Off}`: nowhere. Without effect on wasm.
    TerminalOptions terminal = {};
    /// A file that log entries are appended to. Without effect on wasm.
    std::optional<TextFileOptions> text_file = {};
    /// A server that blocks are sent to, by micromegas::telemetry_http. Without effect on wasm.
    HttpOptions http = {};
    /// A file that blocks are recorded in, by micromegas::telemetry_file. Without effect on wasm.
    RecordingOptions recording = {};
    /// Beside those. None is null.
    std::vector<std::shared_ptr<tracing::EventSink>> sinks = {};
    /// Whether MICROMEGAS_LOG, by which a person asks for a filter from outside, stands above `filter`. Without effect
    /// on wasm.
    bool filter_override = true;
    /// Whether programs that this one starts find its process id in MICROMEGAS_TELEMETRY_PARENT_PROCESS. The variable
    /// is set once, by `setenv` before `init_telemetry` returns, and left at shutdown: no other thread may read or
    /// write the environment meanwhile, so initialise before threads start, or set this to false. Without effect on
    /// wasm.
    bool export_process_id = true;
    /// Where a sink asks for blocks: how often a thread of the guard's own, a `FlushMonitor`, hands over what was
    /// recorded. It also takes full blocks off the threads that record. 0: it does not, and the program flushes itself;
    /// there is such a thread only where a sink asks for deferred text. At most a year. Without effect on wasm.
    std::chrono::milliseconds flush_period{60'000};
    /// Whether standard error is told why nothing was initialised, unless tracing was before, and of variables that are
    /// ignored. Without effect on wasm.
    bool print_errors = true;
};

/// Keeps tracing alive; at its end what is held back is delivered and tracing shuts down. Let it live as long as the
/// process: in `main`, or as a function's static in a library.
class [[nodiscard]] TelemetryGuard {
public:
    TelemetryGuard(tracing::TracingSystemGuard system, std::string error_message,
                   std::shared_ptr<void> flusher = nullptr) noexcept
        : system_(std::move(system)), error_message_(std::move(error_message)), flusher_(std::move(flusher)) {}

    /// Set where this call initialised nothing, e.g. because something else in the process had: harmless, the guard
    /// then does nothing.
    [[nodiscard]] const std::error_code& error() const noexcept { return system_.error(); }
    /// The error in a sentence that names what is wrong with the options or the environment; empty without an error.
    [[nodiscard]] const std::string& error_message() const noexcept { return error_message_; }

private:
    tracing::TracingSystemGuard system_;
    std::string error_message_;
    std::shared_ptr<void> flusher_;  // goes first
};

/// On an error nothing has changed.
TelemetryGuard init_telemetry(TelemetryOptions options = {});

}  // namespace micromegas::telemetry_sink
