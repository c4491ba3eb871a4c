// Parsed events by their meaning, of every type that a reader of 0.33 knows.
#pragma once

#include <micromegas/tracing/level.hpp>
#include <micromegas/tracing/property_set.hpp>
#include <micromegas/transit/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::tools {

// Views are into the parsed block.

struct LogEvent {
    tracing::Level level;
    std::string_view target;
    std::string_view message;
    std::string_view file;
    std::uint32_t line;
    std::int64_t ticks;
    std::vector<tracing::Property> properties;
};

struct MetricEvent {
    std::string_view name;
    std::string_view unit;
    double value;
    bool is_integer;
    std::int64_t ticks;
    std::vector<tracing::Property> properties;
};

struct SpanEvent {
    std::string_view name;
    std::string_view target;
    std::string_view file;
    std::uint32_t line;
    bool is_begin;
    bool is_async;
    std::uint64_t id;  ///< Of an async span.
    std::uint64_t parent_id;
    std::int64_t ticks;
};

struct ImageEvent {
    std::string_view name;
    std::string_view format;
    std::int64_t ticks;
};

// Nothing where the event is no such one.
[[nodiscard]] std::optional<LogEvent> as_log(const transit::Object& event);
[[nodiscard]] std::optional<MetricEvent> as_metric(const transit::Object& event);
[[nodiscard]] std::optional<SpanEvent> as_span(const transit::Object& event);
[[nodiscard]] std::optional<ImageEvent> as_image(const transit::Object& event);

}  // namespace micromegas::tools
