#include "settings.hpp"

#include "setting_rows.hpp"
#include "special_settings.hpp"

#include <array>

#include <fmt/format.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

using Options = TelemetryOptions;
constexpr std::array kSettings{
    SettingRow{
        .method = "with_filter, with_max_level, with_target_level",
        .option = "filter, target_levels",
        .variable = "MICROMEGAS_LOG",
        .kind = "a filter",
        .meaning = "The filter of log entries, such as info,engine::sql=debug; it overrides the program's own filter.",
        .bad_value = BadValue::IsIgnored,
        .read = read_filter,
        .describe_default = [] { return std::string{"info"}; }},
    level(
        {.method = "with_terminal, with_terminal_max_level",
         .option = "terminal.level",
         .variable = "MICROMEGAS_LOCAL_SINK_MAX_LEVEL",
         .kind = tracing::kLevelFilterNames,
         .meaning = "The terminal shows entries up to this level that also pass the filter."},
        [] { return std::string{"info, or all entries that pass a filter that is set"}; },
        [](Options& o) -> auto& { return o.terminal.level; }),
    level(
        {.method = "with_telemetry_max_level",
         .option = "telemetry_level",
         .variable = "MICROMEGAS_TELEMETRY_SINK_MAX_LEVEL",
         .kind = tracing::kLevelFilterNames,
         .meaning = "A server or a recording gets entries up to this level that also pass the filter."},
        [] { return std::string{"debug, or all entries that pass a filter that is set"}; },
        [](Options& o) -> auto& { return o.telemetry_level; }),
    SettingRow{
        .method = "with_process_property",
        .option = "process_properties",
        .variable = "MICROMEGAS_PROCESS_PROPERTIES",
        .kind = "name=value,name=value",
        .meaning = "Properties of the process; the first of a repeated name counts, one of the program above it.",
        .read = read_process_properties},
    SettingRow{.method = "with_parent_process",
               .option = "parent_process_id",
               .variable = kParentProcessVariable,
               .kind = "a UUID, hexadecimal digits in the form 8-4-4-4-12",
               .meaning = "The process id of the instrumented program that started this one, which sets it.",
               .bad_value = BadValue::IsIgnored,
               .read = read_parent_process},
    text(
        {.method = "with_telemetry_url",
         .option = "http.url",
         .variable = "MICROMEGAS_TELEMETRY_URL",
         .kind = "a URL",
         .meaning = "The Micromegas server that everything is sent to; needs micromegas::telemetry_http."},
        [](Options& o) -> auto& { return o.http.url; }),
    text(
        {.method = "with_api_key",
         .option = "http.api_key",
         .variable = "MICROMEGAS_INGESTION_API_KEY",
         .kind = kSecret,
         .meaning = "The server's key for this process; it counts before the client of OpenID Connect."},
        [](Options& o) -> auto& { return o.http.api_key; }),
    text(
        {.method = "with_oidc_client",
         .option = "http.oidc_token_endpoint",
         .variable = "MICROMEGAS_OIDC_TOKEN_ENDPOINT",
         .kind = "a URL",
         .meaning = "Where tokens for the server are fetched, by client credentials of OpenID Connect."},
        [](Options& o) -> auto& { return o.http.oidc_token_endpoint; }),
    text(
        {.method = "with_oidc_client",
         .option = "http.oidc_client_id",
         .variable = "MICROMEGAS_OIDC_CLIENT_ID",
         .kind = "any text",
         .meaning = "The client's name there."},
        [](Options& o) -> auto& { return o.http.oidc_client_id; }),
    text(
        {.method = "with_oidc_client",
         .option = "http.oidc_client_secret",
         .variable = "MICROMEGAS_OIDC_CLIENT_SECRET",
         .kind = kSecret,
         .meaning = "The client's secret there."},
        [](Options& o) -> auto& { return o.http.oidc_client_secret; }),
    text(
        {.method = "with_oidc_audience",
         .option = "http.oidc_audience",
         .variable = "MICROMEGAS_OIDC_AUDIENCE",
         .kind = "any text",
         .meaning = "The audience that tokens are fetched for, where the endpoint wants one."},
        [](Options& o) -> auto& { return o.http.oidc_audience; }),
    number(
        {.method = "with_oidc_token_buffer",
         .option = "http.oidc_token_buffer",
         .variable = "MICROMEGAS_OIDC_TOKEN_BUFFER_SECONDS",
         .kind = "seconds",
         .meaning = "A new token is fetched this long before the old one ends.",
         .least = 0,
         .most = kMostSeconds},
        [](Options& o) -> auto& { return o.http.oidc_token_buffer; }),
    flag(
        "with_span_properties", "http.span_properties", "MICROMEGAS_TELEMETRY_SPAN_PROPERTIES",
        "Whether the server gets properties of spans, which it knows since 0.33.",
        [](Options& o) -> auto& { return o.http.span_properties; }),
    number(
        {.method = "with_max_queue_bytes",
         .option = "http.max_queue_bytes",
         .variable = "MICROMEGAS_TELEMETRY_MAX_QUEUE_BYTES",
         .kind = "bytes",
         .meaning = "Where more waits to be sent, spans and images are dropped and counted.",
         .least = 1,
         .most = kMostBytes},
        [](Options& o) -> auto& { return o.http.max_queue_bytes; }),
    number(
        {.method = "with_hard_queue_bytes",
         .option = "http.hard_queue_bytes",
         .variable = "MICROMEGAS_TELEMETRY_HARD_QUEUE_BYTES",
         .kind = "bytes",
         .meaning = "Where more waits to be sent, logs and metrics are dropped and counted, too.",
         .least = 1,
         .most = kMostBytes},
        [](Options& o) -> auto& { return o.http.hard_queue_bytes; }),
    number(
        {.method = "with_max_in_flight_requests",
         .option = "http.max_in_flight_requests",
         .variable = "MICROMEGAS_TELEMETRY_MAX_IN_FLIGHT_REQUESTS",
         .meaning = "Requests to the server at the same time.",
         .least = 1,
         .most = 100},
        [](Options& o) -> auto& { return o.http.max_in_flight_requests; }),
    number(
        {.method = "with_request_timeout",
         .option = "http.request_timeout",
         .variable = "MICROMEGAS_TELEMETRY_REQUEST_TIMEOUT_SECS",
         .kind = "seconds",
         .meaning = "How long a request may take.",
         .least = 1,
         .most = kMostSeconds},
        [](Options& o) -> auto& { return o.http.request_timeout; }),
    number(
        {.method = "with_drain_timeout",
         .option = "http.drain_timeout",
         .kind = "seconds",
         .meaning = "The time that a shutdown waits for the server to take the rest.",
         .least = 0,
         .most = kMostSeconds},
        [](Options& o) -> auto& { return o.http.drain_timeout; }),
    text(
        {.method = "with_spool",
         .option = "http.spool",
         .variable = "MICROMEGAS_TELEMETRY_SPOOL",
         .kind = "a path",
         .meaning = "A folder that keeps events which the server does not take in time; the next start delivers them."},
        [](Options& o) -> auto& { return o.http.spool; }),
    number(
        {.method = "with_spool_max_bytes",
         .option = "http.spool_max_bytes",
         .variable = "MICROMEGAS_TELEMETRY_SPOOL_MAX_BYTES",
         .kind = "bytes",
         .meaning = "The spool does not become larger; 0: no limit.",
         .least = 0,
         .most = kMostBytes},
        [](Options& o) -> auto& { return o.http.spool_max_bytes; }),
    text(
        {.method = "with_recording",
         .option = "recording.path",
         .variable = "MICROMEGAS_RECORDING",
         .kind = "a path",
         .meaning = "A file that everything is recorded in; needs micromegas::telemetry_file."},
        [](Options& o) -> auto& { return o.recording.path; }),
    number(
        {.method = "with_recording_max_bytes",
         .option = "recording.max_bytes",
         .variable = "MICROMEGAS_RECORDING_MAX_BYTES",
         .kind = "bytes",
         .meaning = "A recording that becomes larger is followed by a new file; 0: no limit.",
         .least = 0,
         .most = kMostBytes},
        [](Options& o) -> auto& { return o.recording.max_bytes; }),
    number(
        {.method = "with_recording_max_files",
         .option = "recording.max_files",
         .variable = "MICROMEGAS_RECORDING_MAX_FILES",
         .meaning = "The number of files of a recording, including the current one.",
         .least = 1,
         .most = 1000},
        [](Options& o) -> auto& { return o.recording.max_files; }),
    number(
        {.method = "with_flush_period",
         .option = "flush_period",
         .variable = "MICROMEGAS_FLUSH_PERIOD",
         .kind = "seconds",
         .meaning = "How often blocks are handed over; 0: only full ones, at a flush, and at the end.",
         .least = 0,
         .most = kMostSeconds},
        [](Options& o) -> auto& { return o.flush_period; }),
    flag(
        "with_cpu_tracing", "cpu_tracing", "MICROMEGAS_ENABLE_CPU_TRACING", "Whether spans are recorded.",
        [](Options& o) -> auto& { return o.cpu_tracing; }),
    flag(
        "with_metrics", "metrics", "MICROMEGAS_ENABLE_METRICS", "Whether metrics are recorded.",
        [](Options& o) -> auto& { return o.metrics; }),
    flag(
        "with_images", "images", "MICROMEGAS_ENABLE_IMAGES", "Whether images are recorded.",
        [](Options& o) -> auto& { return o.images; }),
    SettingRow{.method = "with_default_process_properties",
               .option = "default_process_properties",
               .kind = "true or false",
               .meaning = "Whether the process has properties of its platform, processors and memory.",
               .describe_default = [] { return std::string{"true"}; }},
    SettingRow{.method = "with_system_monitor",
               .option = "system_monitor",
               .kind = "true or false",
               .meaning = "Whether metrics of the machine and the process are recorded.",
               .describe_default = [] { return std::string{"where a sink asks for blocks"}; }},
    SettingRow{.method = "with_end_signals",
               .option = "end_signals",
               .kind = "true or false",
               .meaning = "Whether everything is handed over before SIGINT and SIGTERM end the process.",
               .describe_default = [] { return std::string{"where a sink asks for blocks"}; }},
    of_dispatch<&DispatchConfig::logs_buffer_size>({.method = "with_logs_buffer_size",
                                                    .option = "logs_buffer_size",
                                                    .kind = "bytes",
                                                    .meaning = "A block of log entries is full with so many."}),
    of_dispatch<&DispatchConfig::metrics_buffer_size>({.method = "with_metrics_buffer_size",
                                                       .option = "metrics_buffer_size",
                                                       .kind = "bytes",
                                                       .meaning = "A block of metrics is full with so many."}),
    of_dispatch<&DispatchConfig::threads_buffer_size>({.method = "with_threads_buffer_size",
                                                       .option = "threads_buffer_size",
                                                       .kind = "bytes",
                                                       .meaning = "A block of a thread's spans is full with so many."}),
    of_dispatch<&DispatchConfig::memory_limit>(
        {.method = "with_memory_limit",
         .option = "memory_limit",
         .kind = "bytes",
         .meaning = "Recorded events of all threads that are not yet handed over."}),
    of_dispatch<&DispatchConfig::flush_timeout>({.method = "with_flush_timeout",
                                                 .option = "flush_timeout",
                                                 .kind = "seconds",
                                                 .meaning = "How long a flush waits for the sink."}),
    of_dispatch<&DispatchConfig::shutdown_timeout>({.method = "with_shutdown_timeout",
                                                    .option = "shutdown_timeout",
                                                    .kind = "seconds",
                                                    .meaning = "How long a shutdown waits for the sink."}),
};

}  // namespace

std::span<const SettingRow> settings() noexcept { return kSettings; }

std::string describe_range(const SettingRow& row) {
    return row.most == kMostBytes ? fmt::format("at least {}", row.least)
                                  : fmt::format("from {} to {}", row.least, row.most);
}

std::string describe_allowed(const SettingRow& row) {
    if (row.most == 0) {
        return std::string{row.kind};
    }
    return fmt::format("a whole number{}{}, {}", row.kind.empty() ? "" : " of ", row.kind, describe_range(row));
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
