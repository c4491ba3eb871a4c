// The functions that the macro of a metric calls.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/log_call.hpp>

#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

inline void metric_checked(const MetricMetadata& site, std::uint64_t value) noexcept {
    dispatch::int_metric(site, value);
}
inline void metric_checked(const MetricMetadata& site, double value) noexcept { dispatch::float_metric(site, value); }

inline void metric_checked_tagged(const MetricMetadata& site, const PropertySet& set, std::uint64_t value) noexcept {
    dispatch::tagged_int_metric(site, set, value);
}
inline void metric_checked_tagged(const MetricMetadata& site, const PropertySet& set, double value) noexcept {
    dispatch::tagged_float_metric(site, set, value);
}

constexpr MetricRecord tagged_record(std::uint64_t) noexcept { return MetricRecord::TaggedIntegerMetricEvent; }
constexpr MetricRecord tagged_record(double) noexcept { return MetricRecord::TaggedFloatMetricEvent; }

template <class Value, class Set, class... Properties>
[[gnu::always_inline]] inline void record_keyed_metric(const MetricMetadata& site, const KeyTable& keys, Value value,
                                                       const Set& set, const Properties&... properties) noexcept {
    const std::uint64_t bytes = sizeof(&keys) + (size_of_property(properties) + ... + set.size());
    const std::size_t size =
        1 + sizeof(&site) + sizeof bytes + static_cast<std::size_t>(bytes) + sizeof value + kFieldSize<TimeStamp>;
    record<QueueKind::Metrics>(size, [&](std::byte* slot) {
        slot = put(put(slot, tagged_record(value)), &site);
        slot = put_properties_of_call(slot, bytes, keys, set, properties...);
        put(put(slot, value), TimeStamp{});
    });
}

template <class Value, class... Properties>
[[gnu::noinline]] void metric_keyed(const MetricMetadata& site, const KeyTable& keys, Value value,
                                    Properties... properties) noexcept {
    record_keyed_metric(site, keys, value, NoSet{}, properties...);
}
template <class Value, class... Properties>
[[gnu::noinline]] void metric_keyed_tagged(const MetricMetadata& site, const KeyTable& keys, const PropertySet& set,
                                           Value value, Properties... properties) noexcept {
    record_keyed_metric(site, keys, value, WithSet{set}, properties...);
}

template <class Value, class... Properties>
[[gnu::always_inline]] inline void metric_checked(const MetricMetadata& site, Value value,
                                                  const Properties&... properties) noexcept {
    metric_keyed(site, key_table<PropertiesOf::Metric, Properties...>(), value, defer(properties)...);
}
template <class Value, class... Properties>
[[gnu::always_inline]] inline void metric_checked_tagged(const MetricMetadata& site, const PropertySet& set,
                                                         Value value, const Properties&... properties) noexcept {
    metric_keyed_tagged(site, key_table<PropertiesOf::Metric, Properties...>(), set, value, defer(properties)...);
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
