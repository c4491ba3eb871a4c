#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/telemetry_options.hpp>

#include <memory>
#include <string>
#include <system_error>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
struct TelemetrySystem;
MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Keeps tracing alive: the last guard of a process, at its end, delivers the rest and shuts tracing down. Let it live
/// as long as the process: in `main`, or as a function's static in a library.
///
/// A program and its libraries may each make one. The first decides; the others share its set-up, and their own options
/// have no effect.
class [[nodiscard]] TelemetryGuard {
public:
    explicit TelemetryGuard(std::shared_ptr<detail::TelemetrySystem> system) noexcept;
    TelemetryGuard(std::error_code error, std::string error_message) noexcept;
    ~TelemetryGuard();
    TelemetryGuard(const TelemetryGuard&) = delete;
    TelemetryGuard& operator=(const TelemetryGuard&) = delete;
    TelemetryGuard(TelemetryGuard&& other) noexcept;
    /// Swaps the two.
    TelemetryGuard& operator=(TelemetryGuard&& other) noexcept;

    /// Set if this call initialised nothing and there is nothing to share, e.g. because the program has initialised
    /// tracing without a guard: harmless, the guard then does nothing.
    [[nodiscard]] const std::error_code& error() const noexcept { return error_; }
    /// The error in a sentence that names the faulty option or variable; empty without an error.
    [[nodiscard]] const std::string& error_message() const noexcept { return error_message_; }

private:
    std::shared_ptr<detail::TelemetrySystem> system_;
    std::error_code error_;
    std::string error_message_;
};

/// An error changes nothing.
TelemetryGuard init_telemetry(TelemetryOptions options = {});

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
