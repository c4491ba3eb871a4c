// The fields of an event, each with the place of its value in the fields of a record. Records have the fields of their
// event in its order, so reading a record and making an event of it both follow from the event's struct.
#pragma once

#include "records.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/transit/reflection.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

enum class Place { Nowhere, Metadata, Name, Properties, Value, SpanId, ParentSpanId, Depth, Time };

struct NamedPlace {
    std::string_view field;
    Place place;
};

inline constexpr std::array kPlaces{
    NamedPlace{"desc", Place::Metadata},
    NamedPlace{"thread_span_desc", Place::Metadata},
    NamedPlace{"thread_span_location", Place::Metadata},
    NamedPlace{"span_desc", Place::Metadata},
    NamedPlace{"span_location", Place::Metadata},
    NamedPlace{"name", Place::Name},
    NamedPlace{"properties", Place::Properties},
    NamedPlace{"value", Place::Value},
    NamedPlace{"span_id", Place::SpanId},
    NamedPlace{"parent_span_id", Place::ParentSpanId},
    NamedPlace{"depth", Place::Depth},
    NamedPlace{"time", Place::Time},
};

consteval Place place_of(std::string_view field) {
    const auto* const found = std::ranges::find(kPlaces, field, &NamedPlace::field);
    return found != kPlaces.end() ? found->place : Place::Nowhere;
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
