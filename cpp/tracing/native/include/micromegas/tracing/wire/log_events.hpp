// The events of a block of log entries.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/wire/event_queue.hpp>
#include <micromegas/tracing/wire/property_set_dependency.hpp>
#include <micromegas/transit/heterogeneous_queue.hpp>
#include <micromegas/transit/reflection.hpp>
#include <micromegas/transit/strings.hpp>

#include <cstdint>
#include <string_view>

namespace micromegas::tracing::wire::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// An entry whose message is the `fmt_str` of its metadata.
struct LogStaticStrEvent {
    std::uint64_t desc;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type("LogStaticStrEvent",
                                    transit::reference("desc", "LogMetadataRecord", &LogStaticStrEvent::desc),
                                    transit::field("time", &LogStaticStrEvent::time));
    }
};

struct LogStringEventV2 {
    std::uint64_t desc;
    std::int64_t time;
    std::string_view msg;

    static constexpr auto reflect() {
        return transit::dynamic_type(
            "LogStringEventV2", transit::reference("desc", "LogMetadataRecord", &LogStringEventV2::desc),
            transit::field("time", &LogStringEventV2::time), transit::field("msg", &LogStringEventV2::msg));
    }
};

/// An entry of another logging system, of which nothing is known before it is made.
struct LogStaticStrInteropEvent {
    std::int64_t time;
    std::uint32_t level;
    transit::StringId target;
    transit::StringId msg;

    static constexpr auto reflect() {
        return transit::packed_type("LogStaticStrInteropEvent", transit::field("time", &LogStaticStrInteropEvent::time),
                                    transit::field("level", &LogStaticStrInteropEvent::level),
                                    transit::field("target", &LogStaticStrInteropEvent::target),
                                    transit::field("msg", &LogStaticStrInteropEvent::msg));
    }
};

struct LogStringInteropEventV3 {
    std::int64_t time;
    std::uint8_t level;
    transit::StaticStringRef target;
    std::string_view msg;

    static constexpr auto reflect() {
        return transit::dynamic_type("LogStringInteropEventV3", transit::field("time", &LogStringInteropEventV3::time),
                                     transit::field("level", &LogStringInteropEventV3::level),
                                     transit::field("target", &LogStringInteropEventV3::target),
                                     transit::field("msg", &LogStringInteropEventV3::msg));
    }
};

struct TaggedLogString {
    std::uint64_t desc;
    std::uint64_t properties;
    std::int64_t time;
    std::string_view msg;

    static constexpr auto reflect() {
        return transit::dynamic_type(
            "TaggedLogString", transit::reference("desc", "LogMetadataRecord", &TaggedLogString::desc),
            transit::reference("properties", "PropertySetDependency", &TaggedLogString::properties),
            transit::field("time", &TaggedLogString::time), transit::field("msg", &TaggedLogString::msg));
    }
};

/// The one event whose properties no reader takes for its own fields.
struct TaggedLogInteropEvent {
    std::int64_t time;
    std::uint8_t level;
    transit::StaticStringRef target;
    std::uint64_t properties;
    std::string_view msg;

    static constexpr auto reflect() {
        return transit::dynamic_type(
            "TaggedLogInteropEvent", transit::field("time", &TaggedLogInteropEvent::time),
            transit::field("level", &TaggedLogInteropEvent::level),
            transit::field("target", &TaggedLogInteropEvent::target),
            transit::reference("properties", "PropertySetDependency", &TaggedLogInteropEvent::properties),
            transit::field("msg", &TaggedLogInteropEvent::msg));
    }
};

/// `LogMetadata` as a dependency; the strings are ids.
struct LogMetadataRecord {
    std::uint64_t id;
    std::uint64_t fmt_str;
    std::uint64_t target;
    std::uint64_t module_path;
    std::uint64_t file;
    std::uint32_t line;
    std::uint32_t level;

    static constexpr auto reflect() {
        return transit::static_type("LogMetadataRecord", transit::field("id", &LogMetadataRecord::id),
                                    transit::reference("fmt_str", "StaticString", &LogMetadataRecord::fmt_str),
                                    transit::reference("target", "StaticString", &LogMetadataRecord::target),
                                    transit::reference("module_path", "StaticString", &LogMetadataRecord::module_path),
                                    transit::reference("file", "StaticString", &LogMetadataRecord::file),
                                    transit::field("line", &LogMetadataRecord::line),
                                    transit::field("level", &LogMetadataRecord::level));
    }
};

using LogObjectQueue = MICROMEGAS_EVENT_QUEUE(MICROMEGAS_LOG_EVENTS);
using LogDependencyQueue = transit::HeterogeneousQueue<transit::StaticString, transit::StaticStringDependency,
                                                       LogMetadataRecord, PropertySetDependency>;

static_assert(LogDependencyQueue::type_index<transit::StaticString>() == 0);
static_assert(LogDependencyQueue::type_index<transit::StaticStringDependency>() == 1);
static_assert(LogDependencyQueue::type_index<LogMetadataRecord>() == 2);
static_assert(LogDependencyQueue::type_index<PropertySetDependency>() == 3);
static_assert(transit::kSizeOf<LogStaticStrEvent> == 16);
static_assert(transit::kSizeOf<LogStaticStrInteropEvent> == 28);
static_assert(transit::kSizeOf<LogMetadataRecord> == 48);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::wire::inline MICROMEGAS_ABI
