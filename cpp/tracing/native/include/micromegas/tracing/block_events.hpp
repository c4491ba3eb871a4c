// The events of parsed blocks by their meaning: those that this library records, and those of other clients and
// versions that a server reads too.
//
//     const auto parsed = tracing::parse_event_block(*block);
//     if (const auto* const events = std::get_if<transit::ParsedBlock>(&parsed)) {
//         for (const transit::Object* const event : events->events()) {
//             if (const auto log = tracing::as_log(*event)) { … log->message … }
//         }
//     }
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/block_parser.hpp>
#include <micromegas/tracing/level.hpp>
#include <micromegas/tracing/property_set.hpp>
#include <micromegas/transit/value.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

// Texts are views into the parsed block; times are in ticks.

struct LogView {
    Level level;
    std::string_view target;
    std::string_view message;
    std::string_view module_path;
    std::string_view file;
    std::uint32_t line;
    std::int64_t time;
    std::vector<Property> properties;
};

struct MetricView {
    std::string_view name;
    std::string_view unit;
    std::string_view target;
    double value;  ///< An integer too, which is exact up to 2^53.
    bool is_integer;
    std::int64_t time;
    std::vector<Property> properties;
};

struct SpanView {
    std::string_view name;
    std::string_view target;
    std::string_view file;
    std::uint32_t line;
    bool is_begin;
    bool is_async;
    std::uint64_t id;  ///< This and the next two: of an async span; else 0.
    std::uint64_t parent_id;
    std::uint32_t depth;
    std::int64_t time;
    std::vector<Property> properties;  ///< Of an end.
};

struct ImageView {
    std::string_view name;
    std::string_view format;
    std::int64_t time;
};

// Nothing where the event is no such one, by the name of its type. Members that the event does not have are 0 or empty.
[[nodiscard]] std::optional<LogView> as_log(const transit::Object& event);
[[nodiscard]] std::optional<MetricView> as_metric(const transit::Object& event);
[[nodiscard]] std::optional<SpanView> as_span(const transit::Object& event);
[[nodiscard]] std::optional<ImageView> as_image(const transit::Object& event);

/// The member `time` of an event of any type, which one of an unknown dynamic type does not have.
[[nodiscard]] std::optional<std::int64_t> time_of(const transit::Object& event) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
