// The events of a block of a thread's spans.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/wire/event_queue.hpp>
#include <micromegas/tracing/wire/property_set_dependency.hpp>
#include <micromegas/transit/heterogeneous_queue.hpp>
#include <micromegas/transit/reflection.hpp>
#include <micromegas/transit/strings.hpp>

#include <cstdint>

namespace micromegas::tracing::wire::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The two events of a span have one form.
enum class SpanEdge { Begin, End };

template <SpanEdge kEdge>
struct ThreadSpanEvent {
    std::uint64_t thread_span_desc;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type(
            kEdge == SpanEdge::Begin ? "BeginThreadSpanEvent" : "EndThreadSpanEvent",
            transit::reference("thread_span_desc", "SpanRecord", &ThreadSpanEvent::thread_span_desc),
            transit::field("time", &ThreadSpanEvent::time));
    }
};

using BeginThreadSpanEvent = ThreadSpanEvent<SpanEdge::Begin>;
using EndThreadSpanEvent = ThreadSpanEvent<SpanEdge::End>;

/// A span whose name is known only at run time.
template <SpanEdge kEdge>
struct ThreadNamedSpanEvent {
    std::uint64_t thread_span_location;
    transit::StringId name;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type(kEdge == SpanEdge::Begin ? "BeginThreadNamedSpanEvent" : "EndThreadNamedSpanEvent",
                                    transit::reference("thread_span_location", "SpanLocationRecord",
                                                       &ThreadNamedSpanEvent::thread_span_location),
                                    transit::field("name", &ThreadNamedSpanEvent::name),
                                    transit::field("time", &ThreadNamedSpanEvent::time));
    }
};

using BeginThreadNamedSpanEvent = ThreadNamedSpanEvent<SpanEdge::Begin>;
using EndThreadNamedSpanEvent = ThreadNamedSpanEvent<SpanEdge::End>;

/// A span that may begin on one thread and end on another; its two events share `span_id`.
template <SpanEdge kEdge>
struct AsyncSpanEvent {
    std::uint64_t span_desc;
    std::uint64_t span_id;
    std::uint64_t parent_span_id;
    std::uint32_t depth;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::packed_type(kEdge == SpanEdge::Begin ? "BeginAsyncSpanEvent" : "EndAsyncSpanEvent",
                                    transit::reference("span_desc", "SpanRecord", &AsyncSpanEvent::span_desc),
                                    transit::field("span_id", &AsyncSpanEvent::span_id),
                                    transit::field("parent_span_id", &AsyncSpanEvent::parent_span_id),
                                    transit::field("depth", &AsyncSpanEvent::depth),
                                    transit::field("time", &AsyncSpanEvent::time));
    }
};

using BeginAsyncSpanEvent = AsyncSpanEvent<SpanEdge::Begin>;
using EndAsyncSpanEvent = AsyncSpanEvent<SpanEdge::End>;

template <SpanEdge kEdge>
struct AsyncNamedSpanEvent {
    std::uint64_t span_location;
    transit::StringId name;
    std::uint64_t span_id;
    std::uint64_t parent_span_id;
    std::uint32_t depth;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::packed_type(
            kEdge == SpanEdge::Begin ? "BeginAsyncNamedSpanEvent" : "EndAsyncNamedSpanEvent",
            transit::reference("span_location", "SpanLocationRecord", &AsyncNamedSpanEvent::span_location),
            transit::field("name", &AsyncNamedSpanEvent::name),
            transit::field("span_id", &AsyncNamedSpanEvent::span_id),
            transit::field("parent_span_id", &AsyncNamedSpanEvent::parent_span_id),
            transit::field("depth", &AsyncNamedSpanEvent::depth), transit::field("time", &AsyncNamedSpanEvent::time));
    }
};

using BeginAsyncNamedSpanEvent = AsyncNamedSpanEvent<SpanEdge::Begin>;
using EndAsyncNamedSpanEvent = AsyncNamedSpanEvent<SpanEdge::End>;

// The ends of spans that have properties. Servers before 0.33 do not know them, and would leave the span open.

struct TaggedEndThreadSpanEvent {
    std::uint64_t thread_span_desc;
    std::uint64_t properties;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type(
            "TaggedEndThreadSpanEvent",
            transit::reference("thread_span_desc", "SpanRecord", &TaggedEndThreadSpanEvent::thread_span_desc),
            transit::reference("properties", "PropertySetDependency", &TaggedEndThreadSpanEvent::properties),
            transit::field("time", &TaggedEndThreadSpanEvent::time));
    }
};

struct TaggedEndThreadNamedSpanEvent {
    std::uint64_t thread_span_location;
    transit::StringId name;
    std::uint64_t properties;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type(
            "TaggedEndThreadNamedSpanEvent",
            transit::reference("thread_span_location", "SpanLocationRecord",
                               &TaggedEndThreadNamedSpanEvent::thread_span_location),
            transit::field("name", &TaggedEndThreadNamedSpanEvent::name),
            transit::reference("properties", "PropertySetDependency", &TaggedEndThreadNamedSpanEvent::properties),
            transit::field("time", &TaggedEndThreadNamedSpanEvent::time));
    }
};

struct TaggedEndAsyncSpanEvent {
    std::uint64_t span_desc;
    std::uint64_t properties;
    std::uint64_t span_id;
    std::uint64_t parent_span_id;
    std::uint32_t depth;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::packed_type(
            "TaggedEndAsyncSpanEvent",
            transit::reference("span_desc", "SpanRecord", &TaggedEndAsyncSpanEvent::span_desc),
            transit::reference("properties", "PropertySetDependency", &TaggedEndAsyncSpanEvent::properties),
            transit::field("span_id", &TaggedEndAsyncSpanEvent::span_id),
            transit::field("parent_span_id", &TaggedEndAsyncSpanEvent::parent_span_id),
            transit::field("depth", &TaggedEndAsyncSpanEvent::depth),
            transit::field("time", &TaggedEndAsyncSpanEvent::time));
    }
};

struct TaggedEndAsyncNamedSpanEvent {
    std::uint64_t span_location;
    transit::StringId name;
    std::uint64_t properties;
    std::uint64_t span_id;
    std::uint64_t parent_span_id;
    std::uint32_t depth;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::packed_type(
            "TaggedEndAsyncNamedSpanEvent",
            transit::reference("span_location", "SpanLocationRecord", &TaggedEndAsyncNamedSpanEvent::span_location),
            transit::field("name", &TaggedEndAsyncNamedSpanEvent::name),
            transit::reference("properties", "PropertySetDependency", &TaggedEndAsyncNamedSpanEvent::properties),
            transit::field("span_id", &TaggedEndAsyncNamedSpanEvent::span_id),
            transit::field("parent_span_id", &TaggedEndAsyncNamedSpanEvent::parent_span_id),
            transit::field("depth", &TaggedEndAsyncNamedSpanEvent::depth),
            transit::field("time", &TaggedEndAsyncNamedSpanEvent::time));
    }
};

/// `SpanMetadata` as a dependency; the strings are ids, and the verbosity goes by its wire name.
struct SpanRecord {
    std::uint64_t id;
    std::uint64_t name;
    std::uint64_t target;
    std::uint64_t module_path;
    std::uint64_t file;
    std::uint32_t line;
    std::uint32_t lod;

    static constexpr auto reflect() {
        return transit::static_type("SpanRecord", transit::field("id", &SpanRecord::id),
                                    transit::reference("name", "StaticString", &SpanRecord::name),
                                    transit::reference("target", "StaticString", &SpanRecord::target),
                                    transit::reference("module_path", "StaticString", &SpanRecord::module_path),
                                    transit::reference("file", "StaticString", &SpanRecord::file),
                                    transit::field("line", &SpanRecord::line), transit::field("lod", &SpanRecord::lod));
    }
};

/// `SpanLocation` as a dependency.
struct SpanLocationRecord {
    std::uint64_t id;
    std::uint64_t target;
    std::uint64_t module_path;
    std::uint64_t file;
    std::uint32_t line;
    std::uint32_t lod;

    static constexpr auto reflect() {
        return transit::static_type("SpanLocationRecord", transit::field("id", &SpanLocationRecord::id),
                                    transit::reference("target", "StaticString", &SpanLocationRecord::target),
                                    transit::reference("module_path", "StaticString", &SpanLocationRecord::module_path),
                                    transit::reference("file", "StaticString", &SpanLocationRecord::file),
                                    transit::field("line", &SpanLocationRecord::line),
                                    transit::field("lod", &SpanLocationRecord::lod));
    }
};

using ThreadObjectQueue = MICROMEGAS_EVENT_QUEUE(MICROMEGAS_SPAN_EVENTS);
using ThreadDependencyQueue =
    transit::HeterogeneousQueue<SpanRecord, SpanLocationRecord, transit::StaticString, PropertySetDependency>;

static_assert(ThreadDependencyQueue::type_index<SpanRecord>() == 0);
static_assert(ThreadDependencyQueue::type_index<SpanLocationRecord>() == 1);
static_assert(ThreadDependencyQueue::type_index<transit::StaticString>() == 2);
static_assert(ThreadDependencyQueue::type_index<PropertySetDependency>() == 3);
static_assert(transit::kSizeOf<BeginThreadSpanEvent> == 16);
static_assert(transit::kSizeOf<EndThreadSpanEvent> == 16);
static_assert(transit::kSizeOf<BeginThreadNamedSpanEvent> == 24);
static_assert(transit::kSizeOf<EndThreadNamedSpanEvent> == 24);
static_assert(transit::kSizeOf<BeginAsyncSpanEvent> == 36);
static_assert(transit::kSizeOf<EndAsyncSpanEvent> == 36);
static_assert(transit::kSizeOf<BeginAsyncNamedSpanEvent> == 44);
static_assert(transit::kSizeOf<EndAsyncNamedSpanEvent> == 44);
static_assert(transit::kSizeOf<TaggedEndThreadSpanEvent> == 24);
static_assert(transit::kSizeOf<TaggedEndThreadNamedSpanEvent> == 32);
static_assert(transit::kSizeOf<TaggedEndAsyncSpanEvent> == 44);
static_assert(transit::kSizeOf<TaggedEndAsyncNamedSpanEvent> == 52);
static_assert(transit::kSizeOf<SpanRecord> == 48);
static_assert(transit::kSizeOf<SpanLocationRecord> == 40);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::wire::inline MICROMEGAS_ABI
