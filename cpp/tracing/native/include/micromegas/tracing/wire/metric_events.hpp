// The events of a block of metrics.
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

struct IntegerMetricEvent {
    std::uint64_t desc;
    std::uint64_t value;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type(
            "IntegerMetricEvent", transit::reference("desc", "MetricMetadataDependency", &IntegerMetricEvent::desc),
            transit::field("value", &IntegerMetricEvent::value), transit::field("time", &IntegerMetricEvent::time));
    }
};

struct FloatMetricEvent {
    std::uint64_t desc;
    double value;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type(
            "FloatMetricEvent", transit::reference("desc", "MetricMetadataDependency", &FloatMetricEvent::desc),
            transit::field("value", &FloatMetricEvent::value), transit::field("time", &FloatMetricEvent::time));
    }
};

struct TaggedFloatMetricEvent {
    std::uint64_t desc;
    std::uint64_t properties;
    double value;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type(
            "TaggedFloatMetricEvent",
            transit::reference("desc", "MetricMetadataDependency", &TaggedFloatMetricEvent::desc),
            transit::reference("properties", "PropertySetDependency", &TaggedFloatMetricEvent::properties),
            transit::field("value", &TaggedFloatMetricEvent::value),
            transit::field("time", &TaggedFloatMetricEvent::time));
    }
};

struct TaggedIntegerMetricEvent {
    std::uint64_t desc;
    std::uint64_t properties;
    std::uint64_t value;
    std::int64_t time;

    static constexpr auto reflect() {
        return transit::static_type(
            "TaggedIntegerMetricEvent",
            transit::reference("desc", "MetricMetadataDependency", &TaggedIntegerMetricEvent::desc),
            transit::reference("properties", "PropertySetDependency", &TaggedIntegerMetricEvent::properties),
            transit::field("value", &TaggedIntegerMetricEvent::value),
            transit::field("time", &TaggedIntegerMetricEvent::time));
    }
};

/// `MetricMetadata` as a dependency; the strings are ids, and the verbosity goes by its wire name.
struct MetricMetadataDependency {
    std::uint64_t id;
    std::uint64_t name;
    std::uint64_t unit;
    std::uint64_t target;
    std::uint64_t file;
    std::uint32_t line;
    std::uint32_t lod;

    static constexpr auto reflect() {
        return transit::static_type("MetricMetadataDependency", transit::field("id", &MetricMetadataDependency::id),
                                    transit::reference("name", "StaticString", &MetricMetadataDependency::name),
                                    transit::reference("unit", "StaticString", &MetricMetadataDependency::unit),
                                    transit::reference("target", "StaticString", &MetricMetadataDependency::target),
                                    transit::reference("file", "StaticString", &MetricMetadataDependency::file),
                                    transit::field("line", &MetricMetadataDependency::line),
                                    transit::field("lod", &MetricMetadataDependency::lod));
    }
};

using MetricObjectQueue = MICROMEGAS_EVENT_QUEUE(MICROMEGAS_METRIC_EVENTS);
using MetricDependencyQueue = transit::HeterogeneousQueue<transit::StaticString, transit::StaticStringDependency,
                                                          MetricMetadataDependency, PropertySetDependency>;

static_assert(MetricDependencyQueue::type_index<transit::StaticString>() == 0);
static_assert(MetricDependencyQueue::type_index<transit::StaticStringDependency>() == 1);
static_assert(MetricDependencyQueue::type_index<MetricMetadataDependency>() == 2);
static_assert(MetricDependencyQueue::type_index<PropertySetDependency>() == 3);
static_assert(transit::kSizeOf<IntegerMetricEvent> == 24);
static_assert(transit::kSizeOf<FloatMetricEvent> == 24);
static_assert(transit::kSizeOf<TaggedFloatMetricEvent> == 32);
static_assert(transit::kSizeOf<TaggedIntegerMetricEvent> == 32);
static_assert(transit::kSizeOf<MetricMetadataDependency> == 48);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::wire::inline MICROMEGAS_ABI
