// The table of event kinds: one line for each event of each stream, in the order of the stream's types.
//
// A line is the name of the event's struct in wire/, which is its type's name on the wire too. From it follow the
// type's index and description in the stream (wire/event_queue.hpp); for metrics and spans also the records of that
// event, their reader and their writer (record_types.hpp); the parser's reader (block_parser.cpp); the event's meaning
// (block_events.cpp); and the tests of all of these. Entries have records of another kind: LogRecord.
// Why macros: docs/decisions/0039-one-table-of-event-kinds.md
#pragma once

#define MICROMEGAS_LOG_EVENTS(X) \
    X(LogStaticStrEvent)         \
    X(LogStringEventV2)          \
    X(LogStaticStrInteropEvent)  \
    X(LogStringInteropEventV3)   \
    X(TaggedLogString)           \
    X(TaggedLogInteropEvent)

#define MICROMEGAS_METRIC_EVENTS(X) \
    X(IntegerMetricEvent)           \
    X(FloatMetricEvent)             \
    X(TaggedFloatMetricEvent)       \
    X(TaggedIntegerMetricEvent)

#define MICROMEGAS_SPAN_EVENTS(X)    \
    X(BeginThreadSpanEvent)          \
    X(EndThreadSpanEvent)            \
    X(BeginThreadNamedSpanEvent)     \
    X(EndThreadNamedSpanEvent)       \
    X(BeginAsyncSpanEvent)           \
    X(EndAsyncSpanEvent)             \
    X(BeginAsyncNamedSpanEvent)      \
    X(EndAsyncNamedSpanEvent)        \
    X(TaggedEndThreadSpanEvent)      \
    X(TaggedEndThreadNamedSpanEvent) \
    X(TaggedEndAsyncSpanEvent)       \
    X(TaggedEndAsyncNamedSpanEvent)

#define MICROMEGAS_IMAGE_EVENTS(X) X(ImageEvent)
