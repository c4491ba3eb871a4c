// Initialisation and shutdown of the dispatch, through which every event passes: the same functions with the same
// signatures on both platforms. calls.hpp has the functions for events.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/event_sink.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/process_info.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

enum class InitError {
    None = 0,  ///< Like the default `std::error_code`, without the standard library's categories and their many texts.
    AlreadyInitialised = 1,
    MissingSink = 2,
    ReservedProperty = 3,  ///< A process property's name begins with "micromegas.", which belongs to the server.
    BadEnvironment = 4,    ///< An environment variable's value is not one of those allowed.
    CannotOpenFile = 5,    ///< Of `TelemetryOptions::text_file` or `recording`.
    OptionOutOfRange = 6,  ///< Natively, where each option has an effect.
};
[[nodiscard]] const std::error_category& init_error_category() noexcept;
[[nodiscard]] inline std::error_code make_error_code(InitError error) noexcept {
    return {static_cast<int>(error), init_error_category()};
}

/// The first name that begins with "micromegas.", if any.
[[nodiscard]] std::optional<std::string> find_reserved_name(const PropertySet& process_properties);

/// A ring of the last entries that the filter holds back. An entry that passes the filter at `trigger` or above brings
/// them: sinks get them first, oldest first, each up to its own level, with the properties `backtrace`, true, and
/// `age_ms`, how long ago it was logged. Then the ring is empty. Entries that no trigger comes for are dropped.
///
/// An entry that is kept, and each other up to `level` and `trigger`, is formatted by the thread that logs.
struct BacktraceOptions {
    std::size_t entries = 0;                   ///< The number that is kept, the oldest go. 0: none; at most 1000000.
    LevelFilter level = LevelFilter::Trace;    ///< Entries up to it are kept.
    LevelFilter trigger = LevelFilter::Error;  ///< `Off`: nothing brings them.
    std::size_t bytes = std::size_t{1} << 20;  ///< Of all that are kept; the oldest go. From 1 KiB to 1 GiB.
};

struct DispatchConfig {
    // From 1 byte to 48 MiB, the most that a server takes.
    std::size_t logs_buffer_size = std::size_t{10} << 20;     ///< Bytes of one block of log events.
    std::size_t metrics_buffer_size = std::size_t{1} << 20;   ///< Bytes of one block of metrics.
    std::size_t threads_buffer_size = std::size_t{10} << 20;  ///< Bytes of one block of a thread's spans.
    /// Bytes of recorded events that wait to be handed over, of all threads together. A thread that reaches the limit
    /// hands over itself; past twice the limit events are dropped, counted by `dropped_events`, and reported by a
    /// warning on the target "micromegas.meta" when logs are handed over next. At least 64 KiB.
    std::size_t memory_limit = std::size_t{256} << 20;
    /// Log entries that pass the filter are recorded in blocks up to this level. Natively.
    LevelFilter blocks_level = LevelFilter::Trace;
    PropertySet process_properties = {};
    std::optional<Uuid> parent_process_id = {};
    /// Replaces the process's filter after all checks, before the gate opens.
    std::optional<Filter> filter = {};
    /// The maximum time that a flush, and a shutdown, waits for the sink, which another thread may be in. Then they
    /// give up, report that on stderr, and the program goes on; the rest of a shutdown is counted as dropped. From 1 ms
    /// to a year. Natively.
    std::chrono::milliseconds flush_timeout{30'000};
    std::chrono::milliseconds shutdown_timeout{30'000};
    bool cpu_tracing_enabled = false;  ///< Whether spans are recorded; without effect on wasm.
    bool metrics_enabled = true;       ///< Whether metrics are recorded; without effect on wasm.
    bool images_enabled = true;        ///< Whether images are recorded; without effect on wasm.
    /// Whether an entry at fatal has the property `stack`, unless it has one of its own; see stack_trace.hpp. Natively.
    bool fatal_stacks = true;
    BacktraceOptions backtrace = {};  ///< Natively; in JavaScript `withBacktrace` does it.
};

/// Describes an error of `init_event_dispatch` in a sentence that names the faulty property or option; empty without an
/// error.
[[nodiscard]] std::string describe_init_error(const std::error_code& error, const DispatchConfig& config);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The nesting depth of the calling thread in entries and sinks. For code that discards C++ frames without unwinding
/// them, like a JavaScript error that leaves WebAssembly.
[[nodiscard]] std::uint32_t entries_under_way() noexcept;
/// Ends the entries of discarded frames above that mark. Otherwise the thread could not log any more.
void return_to_entries(std::uint32_t mark) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

template <>
struct std::is_error_code_enum<micromegas::tracing::InitError> : std::true_type {};

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Makes `sink` the process's sink, calls its `on_startup`, and opens the gate: entries that pass the filter are logged
/// from here on, all entries unless a filter was set. An error changes nothing.
[[nodiscard]] std::error_code init_event_dispatch(const DispatchConfig& config, std::shared_ptr<EventSink> sink);

/// Closes the gate, waits until no other thread is inside the sink, hands over recorded events, calls `on_shutdown` and
/// releases the sink: natively on a separate thread, so that `shutdown_timeout` ends the wait if the sink does not
/// return. Afterwards `init_event_dispatch` may be called again; that makes a new process id.
void shutdown_dispatch() noexcept;

/// Of the initialised dispatch.
[[nodiscard]] std::optional<Uuid> process_id() noexcept;
[[nodiscard]] std::shared_ptr<EventSink> get_sink() noexcept;

[[nodiscard]] ProcessInfo make_process_info(const Uuid& process_id, const std::optional<Uuid>& parent_process_id,
                                            const PropertySet& properties);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
