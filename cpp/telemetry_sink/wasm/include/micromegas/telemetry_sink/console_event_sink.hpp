#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_sink.hpp>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

/// Hands log entries to the JavaScript callback, or, while none is set, prints them to the console: fatal and error by
/// `console.error`, warn by `warn`, info by `info`, debug and trace by `debug`. The callback is set from JavaScript;
/// library_micromegas.js documents its arguments.
///
/// In a module with threads (`-pthread`) the callback lives on the main thread. Entries of other threads reach it, in
/// each thread's order, as soon as the main thread returns to its event loop or waits.
class ConsoleEventSink final : public tracing::NullEventSink {
public:
    /// The time is taken in JavaScript, where the entry goes anyway.
    [[nodiscard]] tracing::SinkInterest interest() const noexcept override {
        return {.text = tracing::LevelFilter::Trace, .time = false};
    }
    [[nodiscard]] bool on_log_enabled(const tracing::LogMetadata&) noexcept override { return true; }
    void on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override;
    void on_shutdown() noexcept override;
};

/// Out of line, so that the type information of a shared pointer is not in every module. Returns the base class, as a
/// program may replace it: docs/decisions/0040-a-program-replaces-a-function-by-defining-it.md
[[nodiscard]] std::shared_ptr<tracing::EventSink> make_console_event_sink();

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
