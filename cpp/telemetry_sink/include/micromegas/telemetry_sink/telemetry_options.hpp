// The options of a program's telemetry. `TelemetryGuardBuilder` has a function for each.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/delivery_options.hpp>
#include <micromegas/telemetry_sink/setting.hpp>
#include <micromegas/telemetry_sink/text_options.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_sink.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/property_set.hpp>
#include <micromegas/tracing/uuid.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct TelemetryOptions {
    /// The filter of log entries. Without one: the filter that was set before. Without that one too: natively info, or
    /// the higher one that is set for the terminal (`terminal.level`) or that counts for blocks (`telemetry_level`);
    /// the terminal alone then stays at info unless its own is set. Everything on wasm, where the console has levels of
    /// its own.
    std::optional<tracing::Filter> filter = {};
    /// Levels of single targets, beside the filter's own.
    std::vector<std::pair<std::string, tracing::LevelFilter>> target_levels = {};
    /// If MICROMEGAS_PROCESS_PROPERTIES has the same name, the value here counts.
    tracing::PropertySet process_properties = {};
    /// Whether the process has the properties platform-name, physical_core_count, logical_cpu_count and total_memory,
    /// in bytes, where nobody sets them otherwise. Natively.
    bool default_process_properties = true;
    /// Without one: the id in MICROMEGAS_TELEMETRY_PARENT_PROCESS.
    std::optional<tracing::Uuid> parent_process_id = {};
    /// The terminal for log entries; `{.level = tracing::LevelFilter::Off}`: nowhere. Without effect on wasm.
    TerminalOptions terminal = {};
    /// A file that log entries are appended to. Without effect on wasm.
    std::optional<TextFileOptions> text_file = {};
    /// Log entries up to this level are recorded in blocks, for a server, a recording and sinks that ask for blocks.
    /// The default counts where a server or a recording is there and nobody sets a filter. Without effect on wasm.
    Setting<tracing::LevelFilter> telemetry_level =
        Setting<tracing::LevelFilter>::by_default(tracing::LevelFilter::Debug);
    /// A server that blocks are sent to, by micromegas::telemetry_http. Without effect on wasm.
    HttpOptions http = {};
    /// A file that blocks are recorded in, by micromegas::telemetry_file. Without effect on wasm.
    RecordingOptions recording = {};
    /// Called with each sink that is made for `http` and `recording`; the sink that it returns takes its place, such as
    /// a `SamplingSink` around it. Null: it stays as it is. Without effect on wasm.
    std::function<std::shared_ptr<tracing::EventSink>(const std::shared_ptr<tracing::EventSink>& sink)> wrap_delivery =
        {};
    /// Further sinks. A null pointer among them is an error.
    std::vector<std::shared_ptr<tracing::EventSink>> sinks = {};
    /// The last entries that the filter holds back arrive with the next error. A sink gets those up to its own level;
    /// `telemetry_level`, where nobody sets it, is at least `backtrace.level` then. Without effect on wasm.
    tracing::BacktraceOptions backtrace = {};
    /// Whether entries at fatal have the property `stack`. Without effect on wasm.
    bool fatal_stacks = true;
    /// Whether MICROMEGAS_LOG, by which a person sets a filter from outside, overrides `filter`. Without effect
    /// on wasm.
    bool filter_override = true;
    /// Whether programs that this one starts find its process id in MICROMEGAS_TELEMETRY_PARENT_PROCESS. The variable
    /// is set once, by `setenv` before `init_telemetry` returns, and left at shutdown: no other thread may read or
    /// write the environment meanwhile, so initialise before threads start, or set this to false. Without effect on
    /// wasm.
    bool export_process_id = true;
    /// The period in which the guard's own thread, a `FlushMonitor`, hands over recorded events, if a sink asks for
    /// blocks. It also takes full blocks off the threads that record. 0: it does not, and the program flushes itself;
    /// there is such a thread only if a sink asks for deferred text. At most a year. Without effect on wasm.
    Setting<std::chrono::milliseconds> flush_period =
        Setting<std::chrono::milliseconds>::by_default(std::chrono::seconds{60});
    /// Whether spans are recorded.
    Setting<bool> cpu_tracing = Setting<bool>::by_default(false);
    /// Whether metrics and images are recorded, if a sink asks for blocks. Without effect on wasm.
    Setting<bool> metrics = Setting<bool>::by_default(true);
    Setting<bool> images = Setting<bool>::by_default(true);
    /// Whether a `SystemMonitor` runs. Without a value: where a sink asks for blocks. Natively.
    std::optional<bool> system_monitor = {};
    /// Whether SIGINT, which Ctrl-C sends, and SIGTERM are logged, and everything is handed over before they end the
    /// process. A signal that is ignored, or that the program handles itself, is left alone. Without a value: where a
    /// sink asks for blocks. Natively.
    std::optional<bool> end_signals = {};
    // Options of `DispatchConfig`, which has their ranges and defaults.
    std::optional<std::size_t> logs_buffer_size = {};
    std::optional<std::size_t> metrics_buffer_size = {};
    std::optional<std::size_t> threads_buffer_size = {};
    std::optional<std::size_t> memory_limit = {};
    std::optional<std::chrono::milliseconds> flush_timeout = {};
    std::optional<std::chrono::milliseconds> shutdown_timeout = {};
    /// Whether errors of the initialisation, unless tracing was initialised before, and ignored variables are reported
    /// on standard error. Without effect on wasm.
    bool print_errors = true;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
