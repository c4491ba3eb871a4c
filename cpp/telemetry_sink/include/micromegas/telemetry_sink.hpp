// Decides where a program's events go. One call, on both platforms:
//
//     int main() {
//         const auto telemetry = micromegas::telemetry_sink::init_telemetry();
//         ...
//     }
//
// Natively log entries go to the terminal, from info up. On wasm they go to the JavaScript callback that the page has
// set, and to the browser's console until it sets one.
#pragma once

#include <micromegas/telemetry_sink/composite_sink.hpp>
#include <micromegas/tracing/event_sink.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/guards.hpp>

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
    tracing::PropertySet process_properties = {};
    /// Beside the platform's own sink. None is null.
    std::vector<std::shared_ptr<tracing::EventSink>> sinks = {};
};

/// Keeps tracing alive; at its end what is held back is delivered and tracing shuts down. Let it live as long as the
/// process: in `main`, or as a function's static in a library.
class [[nodiscard]] TelemetryGuard {
public:
    TelemetryGuard(tracing::TracingSystemGuard system, std::string error_message) noexcept
        : system_(std::move(system)), error_message_(std::move(error_message)) {}

    /// Set where this call initialised nothing, e.g. because something else in the process had: harmless, the guard
    /// then does nothing.
    [[nodiscard]] const std::error_code& error() const noexcept { return system_.error(); }
    /// The error in a sentence that names what is wrong with the options; empty without an error.
    [[nodiscard]] const std::string& error_message() const noexcept { return error_message_; }

private:
    tracing::TracingSystemGuard system_;
    std::string error_message_;
};

TelemetryGuard init_telemetry(TelemetryOptions options = {});

}  // namespace micromegas::telemetry_sink
