#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/telemetry_guard.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// `init_telemetry`, with a function for each setting; the members of `TelemetryOptions` and its structs document them.
/// A value that is set here takes precedence, and the environment's variable for it is not read.
class [[nodiscard]] TelemetryGuardBuilder {
public:
    TelemetryGuardBuilder() = default;
    explicit TelemetryGuardBuilder(TelemetryOptions options) noexcept : options_(std::move(options)) {}

    /// Adds a property; the last value of a name counts.
    TelemetryGuardBuilder& with_process_property(std::string_view name, std::string_view value) {
        properties_.push_back({std::string{name}, std::string{value}});
        return *this;
    }
    /// The program's: the properties `version` and, as the server's own log names it, `build-version`.
    TelemetryGuardBuilder& with_version(std::string_view version) {
        return with_process_property("version", version).with_process_property("build-version", version);
    }
    TelemetryGuardBuilder& with_default_process_properties(bool are_added) {
        options_.default_process_properties = are_added;
        return *this;
    }
    TelemetryGuardBuilder& with_parent_process(const tracing::Uuid& process_id) {
        options_.parent_process_id = process_id;
        return *this;
    }
    TelemetryGuardBuilder& with_exported_process_id(bool is_exported) {
        options_.export_process_id = is_exported;
        return *this;
    }

    TelemetryGuardBuilder& with_filter(tracing::Filter filter) {
        options_.filter = std::move(filter);
        return *this;
    }
    TelemetryGuardBuilder& with_max_level(tracing::LevelFilter level) { return with_filter(tracing::Filter{level}); }
    TelemetryGuardBuilder& with_target_level(std::string_view target, tracing::LevelFilter level) {
        options_.target_levels.emplace_back(target, level);
        return *this;
    }
    TelemetryGuardBuilder& with_filter_override(bool is_allowed) {
        options_.filter_override = is_allowed;
        return *this;
    }

    TelemetryGuardBuilder& with_terminal(TerminalOptions terminal) {
        options_.terminal = terminal;
        return *this;
    }
    TelemetryGuardBuilder& with_terminal_max_level(tracing::LevelFilter level) {
        options_.terminal.level = level;
        return *this;
    }
    TelemetryGuardBuilder& with_text_file(TextFileOptions file) {
        options_.text_file = std::move(file);
        return *this;
    }
    TelemetryGuardBuilder& with_sink(std::shared_ptr<tracing::EventSink> sink) {
        options_.sinks.push_back(std::move(sink));
        return *this;
    }

    TelemetryGuardBuilder& with_delivery_wrapper(
        std::function<std::shared_ptr<tracing::EventSink>(const std::shared_ptr<tracing::EventSink>& sink)> wrap) {
        options_.wrap_delivery = std::move(wrap);
        return *this;
    }
    TelemetryGuardBuilder& with_backtrace(tracing::BacktraceOptions backtrace) {
        options_.backtrace = backtrace;
        return *this;
    }
    TelemetryGuardBuilder& with_fatal_stacks(bool are_taken) {
        options_.fatal_stacks = are_taken;
        return *this;
    }

    TelemetryGuardBuilder& with_telemetry_max_level(tracing::LevelFilter level) {
        options_.telemetry_level = level;
        return *this;
    }
    TelemetryGuardBuilder& with_spool(std::string folder) {
        options_.http.spool = std::move(folder);
        return *this;
    }
    TelemetryGuardBuilder& with_spool_max_bytes(std::uint64_t bytes) {
        options_.http.spool_max_bytes = bytes;
        return *this;
    }
    TelemetryGuardBuilder& with_recording(std::string path) {
        options_.recording.path = std::move(path);
        return *this;
    }
    TelemetryGuardBuilder& with_recording_max_bytes(std::uint64_t bytes) {
        options_.recording.max_bytes = bytes;
        return *this;
    }
    TelemetryGuardBuilder& with_recording_max_files(unsigned files) {
        options_.recording.max_files = files;
        return *this;
    }

    TelemetryGuardBuilder& with_telemetry_url(std::string url) {
        options_.http.url = std::move(url);
        return *this;
    }
    TelemetryGuardBuilder& with_api_key(std::string key) {
        options_.http.api_key = std::move(key);
        return *this;
    }
    TelemetryGuardBuilder& with_oidc_client(std::string token_endpoint, std::string client_id,
                                            std::string client_secret) {
        options_.http.oidc_token_endpoint = std::move(token_endpoint);
        options_.http.oidc_client_id = std::move(client_id);
        options_.http.oidc_client_secret = std::move(client_secret);
        return *this;
    }
    TelemetryGuardBuilder& with_oidc_audience(std::string audience) {
        options_.http.oidc_audience = std::move(audience);
        return *this;
    }
    TelemetryGuardBuilder& with_oidc_token_buffer(std::chrono::seconds buffer) {
        options_.http.oidc_token_buffer = buffer;
        return *this;
    }
    TelemetryGuardBuilder& with_credential_over_http(bool is_allowed) {
        options_.http.allow_credential_over_http = is_allowed;
        return *this;
    }
    TelemetryGuardBuilder& with_span_properties(bool are_sent) {
        options_.http.span_properties = are_sent;
        return *this;
    }
    TelemetryGuardBuilder& with_max_queue_bytes(std::size_t bytes) {
        options_.http.max_queue_bytes = bytes;
        return *this;
    }
    TelemetryGuardBuilder& with_hard_queue_bytes(std::size_t bytes) {
        options_.http.hard_queue_bytes = bytes;
        return *this;
    }
    TelemetryGuardBuilder& with_max_in_flight_requests(unsigned requests) {
        options_.http.max_in_flight_requests = requests;
        return *this;
    }
    TelemetryGuardBuilder& with_request_timeout(std::chrono::milliseconds timeout) {
        options_.http.request_timeout = timeout;
        return *this;
    }
    TelemetryGuardBuilder& with_drain_timeout(std::chrono::milliseconds timeout) {
        options_.http.drain_timeout = timeout;
        return *this;
    }

    TelemetryGuardBuilder& with_flush_period(std::chrono::milliseconds period) {
        options_.flush_period = period;
        return *this;
    }
    TelemetryGuardBuilder& with_cpu_tracing(bool is_enabled) {
        options_.cpu_tracing = is_enabled;
        return *this;
    }
    TelemetryGuardBuilder& with_metrics(bool are_enabled) {
        options_.metrics = are_enabled;
        return *this;
    }
    TelemetryGuardBuilder& with_images(bool are_enabled) {
        options_.images = are_enabled;
        return *this;
    }
    TelemetryGuardBuilder& with_system_monitor(bool is_running) {
        options_.system_monitor = is_running;
        return *this;
    }
    TelemetryGuardBuilder& with_end_signals(bool are_handled) {
        options_.end_signals = are_handled;
        return *this;
    }
    TelemetryGuardBuilder& with_logs_buffer_size(std::size_t bytes) {
        options_.logs_buffer_size = bytes;
        return *this;
    }
    TelemetryGuardBuilder& with_metrics_buffer_size(std::size_t bytes) {
        options_.metrics_buffer_size = bytes;
        return *this;
    }
    TelemetryGuardBuilder& with_threads_buffer_size(std::size_t bytes) {
        options_.threads_buffer_size = bytes;
        return *this;
    }
    TelemetryGuardBuilder& with_memory_limit(std::size_t bytes) {
        options_.memory_limit = bytes;
        return *this;
    }
    TelemetryGuardBuilder& with_flush_timeout(std::chrono::milliseconds timeout) {
        options_.flush_timeout = timeout;
        return *this;
    }
    TelemetryGuardBuilder& with_shutdown_timeout(std::chrono::milliseconds timeout) {
        options_.shutdown_timeout = timeout;
        return *this;
    }
    TelemetryGuardBuilder& with_printed_errors(bool are_printed) {
        options_.print_errors = are_printed;
        return *this;
    }

    /// An error changes nothing.
    TelemetryGuard build() const;

private:
    TelemetryOptions options_;
    std::vector<tracing::Property> properties_;
};

/// Every environment variable that is read: its kind, allowed values, default and meaning. For a program's own
/// `--help`. Empty on wasm, where there is no environment.
[[nodiscard]] std::string describe_environment();

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
