// The functions that instrumented code calls, by the macros; bridges from other languages and logging libraries may
// call them too. Both platforms have the same functions with the same signatures.
//
// Before initialisation and after shutdown nothing is recorded, at the cost of a load or two; a WebAssembly module with
// bindings keeps its log entries for the first initialisation. Any thread may call a function unless its comment says
// otherwise. None throws, but for a visitor that does.
//
// Every instrumented file includes this; dispatch.hpp has the set-up of a program.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/event_types.hpp>  // streams: one per platform
#include <micromegas/tracing/drop_counts.hpp>
#include <micromegas/tracing/format.hpp>
#include <micromegas/tracing/metadata.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Numbers the initialisations of the dispatch in which spans can be recorded; 0 is none.
using SpanSession = std::uint32_t;

/// A place in the tree of async spans: the parent of a span that begins there. Empty: it is a root.
struct AsyncContext {
    std::uint64_t span_id = 0;
    std::uint32_t depth = 0;
    SpanSession session = 0;  ///< Its session; it counts as empty in any other.

    friend bool operator==(const AsyncContext&, const AsyncContext&) = default;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

// Entries of which level, target or text are known only at run time; the macros take constants. Everything is copied.
// The caller's place is the default of `file` and `line`.

void log(Level level, std::string_view target, std::string_view text, const PropertySet& properties = {},
         const char* file = __builtin_FILE(), std::uint32_t line = __builtin_LINE()) noexcept;
/// Whether such an entry would reach a sink.
[[nodiscard]] bool log_enabled(Level level, std::string_view target) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

// --- Logs

/// Whether an entry of this call site would reach a sink: the filter passes it and the sink wants it.
[[nodiscard]] bool log_enabled(const LogMetadata& desc) noexcept;

void log(const LogMetadata& desc, fmt::format_args args) noexcept;
void log_tagged(const LogMetadata& desc, const PropertySet& properties, fmt::format_args args) noexcept;

/// An entry from outside C++: level and target known only at run time, the message ready made. `desc` is `Transient`.
/// Values of properties keep their types.
void log_interop(const LogMetadata& desc, std::string_view message,
                 std::span<const PropertyView> properties = {}) noexcept;
void log_interop(const LogMetadata& desc, std::string_view message, std::span<const Property> properties) noexcept;

// --- Metrics

/// Whether a metric would be recorded. A constant on wasm: false, or true with DEVTOOLS.
[[nodiscard]] bool metrics_enabled() noexcept;
/// Switches the metrics of the macros on or off, from the next one on. Does nothing on wasm, and without an initialised
/// dispatch.
void set_metrics_enabled(bool enabled) noexcept;

void int_metric(const MetricMetadata& desc, std::uint64_t value) noexcept;
void float_metric(const MetricMetadata& desc, double value) noexcept;
void tagged_int_metric(const MetricMetadata& desc, const PropertySet& properties, std::uint64_t value) noexcept;
void tagged_float_metric(const MetricMetadata& desc, const PropertySet& properties, double value) noexcept;
/// With a name and a unit that are copied; those of `desc` are empty.
void dynamic_int_metric(const MetricMetadata& desc, std::string_view name, std::string_view unit,
                        std::uint64_t value) noexcept;
void dynamic_float_metric(const MetricMetadata& desc, std::string_view name, std::string_view unit,
                          double value) noexcept;

// --- Spans. A name that is given beside a location is copied by the dynamic functions; else it has static lifetime.

/// Whether spans are recorded. A constant on wasm: false, or true with DEVTOOLS.
[[nodiscard]] bool cpu_tracing_enabled() noexcept;
/// Switches spans on or off, from the next one on; open ones end as they began. Does nothing on wasm, and without an
/// initialised dispatch.
void set_cpu_tracing_enabled(bool enabled) noexcept;

void on_begin_scope(const SpanMetadata& scope) noexcept;
void on_end_scope(const SpanMetadata& scope) noexcept;
void on_begin_named_scope(const SpanLocation& location, std::string_view name) noexcept;
void on_end_named_scope(const SpanLocation& location, std::string_view name) noexcept;
void on_begin_dynamic_scope(const SpanLocation& location, std::string_view name) noexcept;
void on_end_dynamic_scope(const SpanLocation& location, std::string_view name) noexcept;

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
[[nodiscard]] std::uint64_t on_begin_async_dynamic_scope(const SpanLocation& location, std::string_view name,
                                                         std::uint64_t parent_span_id, std::uint32_t depth) noexcept;
void on_end_async_dynamic_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanLocation& location,
                                std::string_view name, std::uint32_t depth) noexcept;

// --- Images

/// Whether an image would be recorded; false on wasm.
[[nodiscard]] bool images_enabled() noexcept;
/// Switches images on or off, as `set_metrics_enabled` does metrics.
void set_images_enabled(bool enabled) noexcept;

/// An encoded picture, e.g. "png". Copied. Does nothing on wasm.
void image(std::string_view name, std::string_view format, std::span<const std::byte> bytes) noexcept;

// --- Buffers and threads. They do nothing on wasm, where no event is recorded. A flush hands over all events that any
// thread recorded before, sleeping threads included, and returns when the sink has got them; from inside a sink it does
// nothing.

void flush_log_buffer() noexcept;
void flush_metrics_buffer() noexcept;
/// The calling thread's spans.
void flush_thread_buffer() noexcept;
/// Logs, metrics, images, and the spans of all threads.
void flush_all() noexcept;

/// The number of dropped events, by cause, since the process began: each event is either handed over or counted here.
/// The next hand-over of logs also reports new drops, in a warning on the target "micromegas.meta". 0 on wasm.
[[nodiscard]] DropCounts drop_counts() noexcept;
/// The sum of `drop_counts()`.
[[nodiscard]] inline std::uint64_t dropped_events() noexcept { return drop_counts().total(); }

/// Makes the calling thread's stream now instead of at its first span.
void init_thread_stream() noexcept;
/// Names the calling thread: for the system, whose names are cut to 15 bytes, and in full for its stream and for text.
/// A name that comes after the thread's first spans were handed over begins a new stream, at the thread's next span
/// that begins while no other is open.
void set_thread_name(std::string_view name) noexcept;
/// Delivers the calling thread's last spans and forgets its stream.
void unregister_thread_stream() noexcept;
/// Calls `visit` with the stream of every thread that has one, `context` passed through. From inside a sink it does
/// nothing.
void for_each_thread_stream(void (*visit)(const EventStream& stream, void* context), void* context);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI

#include <micromegas/tracing/detail/dispatch_inline.hpp>  // the platform's inline part of a call
