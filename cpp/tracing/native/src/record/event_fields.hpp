// The fields of an event, each with the place of its value in the fields of a record. Records have the fields of their
// event in its order, so reading a record and making an event of it both follow from the event's struct.
#pragma once

#include "records.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/transit/reflection.hpp>

#include <cstddef>
#include <string_view>
#include <tuple>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

enum class Place { Nowhere, Metadata, Name, Properties, Value, SpanId, ParentSpanId, Depth, Time };

consteval Place place_of(std::string_view field) {
    if (field == "desc" || field.ends_with("span_desc") || field.ends_with("span_location")) {
        return Place::Metadata;
    }
    return field == "name"             ? Place::Name
           : field == "properties"     ? Place::Properties
           : field == "value"          ? Place::Value
           : field == "span_id"        ? Place::SpanId
           : field == "parent_span_id" ? Place::ParentSpanId
           : field == "depth"          ? Place::Depth
           : field == "time"           ? Place::Time
                                       : Place::Nowhere;
}

template <class Event, std::size_t kIndex>
inline constexpr auto kEventField = std::get<kIndex>(transit::kReflection<Event>.fields);

/// The value of a field of `Event` in a record's fields. If this does not compile, the records of these events have no
/// such value yet: it needs a name above, and a member of SpanFields or MetricFields.
template <class Event, std::size_t kIndex, class Fields>
constexpr auto& value_of(Fields& record) noexcept {
    constexpr Place kPlace = place_of(kEventField<Event, kIndex>.name);
    static_assert(kPlace != Place::Nowhere, "records have no such field yet");
    if constexpr (kPlace == Place::Metadata) {
        return record.metadata;
    } else if constexpr (kPlace == Place::Name) {
        return record.name;
    } else if constexpr (kPlace == Place::Properties) {
        return record.properties;
    } else if constexpr (kPlace == Place::Value) {
        return record.value_bits;
    } else if constexpr (kPlace == Place::SpanId) {
        return record.span_id;
    } else if constexpr (kPlace == Place::ParentSpanId) {
        return record.parent_span_id;
    } else if constexpr (kPlace == Place::Depth) {
        return record.depth;
    } else {
        return record.time;
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
