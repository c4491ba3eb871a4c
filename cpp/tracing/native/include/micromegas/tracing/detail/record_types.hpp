// The first byte of a record, and the fields that follow it, packed. Pointers are to metadata of static lifetime.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/event_kinds.hpp>

#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

#define MICROMEGAS_NAME(event) event,

/// The type of a span's event, and more. The record has the fields of the event (wire/thread_events.hpp) in their
/// order: a pointer to the metadata for its id, a std::string_view for the id of a name, the properties themselves.
enum class SpanRecordType : std::uint8_t {
    MICROMEGAS_SPAN_EVENTS(MICROMEGAS_NAME)
    // As the named events, but with the name as a text.
    BeginThreadDynamic,
    EndThreadDynamic,
    BeginAsyncDynamic,
    EndAsyncDynamic,
    TaggedEndThreadDynamic,
    TaggedEndAsyncDynamic,
    Lost,  ///< i64 time: before it, spans of the thread were dropped
};

/// The type of a metric's event, and more. The record has its fields (wire/metric_events.hpp) in their order: the
/// properties themselves for their id.
enum class MetricRecord : std::uint8_t {
    MICROMEGAS_METRIC_EVENTS(MICROMEGAS_NAME)
    // const MetricMetadata*, texts: name, unit; the value, i64 time
    DynamicInteger,
    DynamicFloat,
    Context,  ///< properties: those of the thread's context from here on
};

#undef MICROMEGAS_NAME

/// A text is its size, 64 bits, and its bytes. Properties are copied: the size of all that follows, 64 bits; and unless
/// there are none, `const KeyTable*`, which is null where the call has none of its own; the value of each of its own;
/// then name, a text, and value of all others. A value is its PropertyType and itself, a text as TextArg writes it.
enum class LogRecord : std::uint8_t {
    Literal,         ///< const LogMetadata*, i64 time: the message is the format string
    Deferred,        ///< const LogMetadata*, i64 time, FormatDeferred*, the arguments as deferred_args.hpp writes them
    LiteralTagged,   ///< const LogMetadata*, i64 time, properties: the format has no arguments, but may have "{{"
    DeferredTagged,  ///< as Deferred, then properties
    Text,            ///< const LogMetadata*, i64 time, text, properties
    Interop,         ///< i64 time, u8 level, u32 line, texts: target, file, message; properties
    Context,         ///< properties: those of the thread's context from here on
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
