// The one door through which every event passes: the same functions with the same signatures on both platforms.
// The macros call them; so may bridges from other languages and logging libraries.
//
// Before initialisation and after shutdown every function is a cheap no-op. Any thread may call any of them, except
// where it says otherwise. None throws.
#pragma once

#include <micromegas/tracing/drop_counts.hpp>
#include <micromegas/tracing/event_sink.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/format.hpp>
#include <micromegas/tracing/metadata.hpp>
#include <micromegas/tracing/process_info.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace micromegas::tracing {

enum class InitError {
    None = 0,  ///< As the default `std::error_code`, without the standard library's categories and their many texts.
    AlreadyInitialised = 1,
    MissingSink = 2,
    ReservedProperty = 3,  ///< A process property's name begins with "micromegas.", which belongs to the server.
    BadEnvironment = 4,    ///< An environment variable's value is not one of those allowed.
    CannotOpenFile = 5,    ///< Of `TelemetryOptions::text_file`.
    OptionOutOfRange = 6,  ///< Natively, where each option has an effect.
};
[[nodiscard]] const std::error_category& init_error_category() noexcept;
[[nodiscard]] inline std::error_code make_error_code(InitError error) noexcept {
    return {static_cast<int>(error), init_error_category()};
}

/// The first name that begins with "micromegas.", if any.
[[nodiscard]] std::optional<std::string> find_reserved_name(const PropertySet& process_properties);
struct DispatchConfig {
    // Bytes of one block, from 1 to 48 MiB, which is as much as a server takes.
    std::size_t logs_buffer_size = std::size_t{10} << 20;     ///< Bytes of one block of log events.
    std::size_t metrics_buffer_size = std::size_t{1} << 20;   ///< Bytes of one block of metrics.
    std::size_t threads_buffer_size = std::size_t{10} << 20;  ///< Bytes of one block of a thread's spans.
    /// Bytes of recorded events that wait to be handed over, of all threads together. A thread that finds them used up
    /// hands over itself; past twice as many events are dropped, counted by `dropped_events`, and told of by a warning
    /// on the target "micromegas.meta" when logs are handed over next. At least 64 KiB.
    std::size_t memory_limit = std::size_t{256} << 20;
    PropertySet process_properties = {};
    std::optional<Uuid> parent_process_id = {};
    /// Replaces the process's filter once nothing can fail any more, and before the gate opens.
    std::optional<Filter> filter = {};
    /// How long a flush waits for the sink, which another thread may be in, and how long a shutdown. Then they give up,
    /// say so on stderr, and the program goes on; what a shutdown leaves is counted as dropped. From 1 ms to a year.
    /// Natively.
    std::chrono::milliseconds flush_timeout{30'000};
    std::chrono::milliseconds shutdown_timeout{30'000};
    bool cpu_tracing_enabled = false;  ///< Whether spans are recorded; without effect on wasm.
};

/// What `init_event_dispatch` returned, as a sentence that names the property or the option that is wrong; empty
/// without an error.
[[nodiscard]] std::string describe_init_error(const std::error_code& error, const DispatchConfig& config);

namespace detail {
/// Numbers the initialisations of the dispatch in which spans can be recorded; 0 is none.
using SpanSession = std::uint32_t;

/// How deep the calling thread is in entries and sinks. For whoever jumps over frames of C++ without unwinding them, as
/// JavaScript does where an error of its own flies out of WebAssembly.
[[nodiscard]] std::uint32_t entries_under_way() noexcept;
/// The frames above that mark are gone: what they did not end is over. Otherwise the thread would log no more.
void return_to_entries(std::uint32_t mark) noexcept;

/// A place in the tree of async spans: what one that begins there says of its parent. Empty: it is a root.
struct AsyncContext {
    std::uint64_t span_id = 0;
    std::uint32_t depth = 0;
    SpanSession session = 0;  ///< What it belongs to; it is empty in any other.

    friend bool operator==(const AsyncContext&, const AsyncContext&) = default;
};
}  // namespace detail

}  // namespace micromegas::tracing

template <>
struct std::is_error_code_enum<micromegas::tracing::InitError> : std::true_type {};

namespace micromegas::tracing::dispatch {

/// Makes `sink` the process's sink, calls its `on_startup`, and opens the gate: what the filter lets through is logged
/// from here on, which is everything unless a filter was set. On an error nothing has changed.
[[nodiscard]] std::error_code init_event_dispatch(const DispatchConfig& config, std::shared_ptr<EventSink> sink);

/// Closes the gate, waits until no other thread is inside the sink, hands over what was recorded, calls `on_shutdown`
/// and lets go of the sink: natively on a thread of its own, so that `shutdown_timeout` ends it where the sink does not
/// return. Afterwards `init_event_dispatch` may be called again; that makes a new process id.
void shutdown_dispatch() noexcept;

/// Only for tests: forgets the sink without telling it, so that the next test begins anew. Does nothing on wasm.
void force_uninit() noexcept;

/// Of the initialised dispatch.
[[nodiscard]] std::optional<Uuid> process_id() noexcept;
[[nodiscard]] std::shared_ptr<EventSink> get_sink() noexcept;

[[nodiscard]] ProcessInfo make_process_info(const Uuid& process_id, const std::optional<Uuid>& parent_process_id,
                                            const PropertySet& properties);

// --- Logs

/// Whether an entry of this call site would reach a sink: the filter passes it and the sink wants it.
[[nodiscard]] bool log_enabled(const LogMetadata& desc) noexcept;

void log(const LogMetadata& desc, fmt::format_args args) noexcept;
void log_tagged(const LogMetadata& desc, const PropertySet& properties, fmt::format_args args) noexcept;

/// An entry from outside C++: level and target known only at run time, the message ready made. `desc` is `Transient`.
void log_interop(const LogMetadata& desc, std::string_view message, std::span<const Property> properties = {}) noexcept;

// --- Metrics

/// Whether a metric would be recorded. Constant false on wasm.
[[nodiscard]] bool metrics_enabled() noexcept;

void int_metric(const MetricMetadata& desc, std::uint64_t value) noexcept;
void float_metric(const MetricMetadata& desc, double value) noexcept;
void tagged_int_metric(const MetricMetadata& desc, const PropertySet& properties, std::uint64_t value) noexcept;
void tagged_float_metric(const MetricMetadata& desc, const PropertySet& properties, double value) noexcept;

// --- Spans. A name that is given beside a location must have static lifetime.

/// Whether spans are recorded. Constant false on wasm.
[[nodiscard]] bool cpu_tracing_enabled() noexcept;
/// Switches spans on or off, from the next one on; those under way end as they began. Does nothing on wasm, and where
/// the dispatch is not initialised.
void set_cpu_tracing_enabled(bool enabled) noexcept;

void on_begin_scope(const SpanMetadata& scope) noexcept;
void on_end_scope(const SpanMetadata& scope) noexcept;
void on_begin_named_scope(const SpanLocation& location, std::string_view name) noexcept;
void on_end_named_scope(const SpanLocation& location, std::string_view name) noexcept;

/// Returns the new span's id: unique in the process, never 0, increasing on each thread; on wasm 1, 2, 3, …
/// `parent_span_id` is 0 for a root.
[[nodiscard]] std::uint64_t on_begin_async_scope(const SpanMetadata& scope, std::uint64_t parent_span_id,
                                                 std::uint32_t depth) noexcept;
void on_end_async_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanMetadata& scope,
                        std::uint32_t depth) noexcept;
[[nodiscard]] std::uint64_t on_begin_async_named_scope(const SpanLocation& location, std::string_view name,
                                                       std::uint64_t parent_span_id, std::uint32_t depth) noexcept;
void on_end_async_named_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanLocation& location,
                              std::string_view name, std::uint32_t depth) noexcept;

// --- Images

/// An encoded picture, e.g. "png". Copied. Does nothing on wasm.
void image(std::string_view name, std::string_view format, std::span<const std::byte> bytes) noexcept;

// --- Buffers and threads. They do nothing on wasm, where nothing is held back. A flush hands over what was recorded
// before it, of every thread, also one that sleeps, and returns when the sink has got it; from inside a sink it does
// nothing.

void flush_log_buffer() noexcept;
void flush_metrics_buffer() noexcept;
/// The calling thread's spans.
void flush_thread_buffer() noexcept;
/// Logs, metrics, images, and the spans of all threads.
void flush_all() noexcept;

/// How many events were dropped, by cause, since the process began: each was either handed over, or is counted here. A
/// warning on the target "micromegas.meta" tells of them, too, when logs are handed over next. 0 on wasm.
[[nodiscard]] DropCounts drop_counts() noexcept;
/// All of them.
[[nodiscard]] inline std::uint64_t dropped_events() noexcept { return drop_counts().total(); }

/// Makes the calling thread's stream now instead of at its first span.
void init_thread_stream() noexcept;
/// Delivers the calling thread's last spans and forgets its stream.
void unregister_thread_stream() noexcept;
/// Calls `visit` with the stream of every thread that has one, `context` passed through. From inside a sink it does
/// nothing.
void for_each_thread_stream(void (*visit)(const ThreadStream& stream, void* context), void* context);

}  // namespace micromegas::tracing::dispatch

#include <micromegas/tracing/dispatch_inline.hpp>  // what the platform decides at the call site
