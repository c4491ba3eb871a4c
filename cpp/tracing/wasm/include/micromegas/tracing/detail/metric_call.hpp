// The functions that the macro of a metric calls: dispatch_inline.hpp, of which each variant has its own, says whether
// they do anything.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/log_call.hpp>

#include <array>
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

template <class... Properties>
inline void metric_items(const MetricMetadata& site, const PropertySet& set, PropertyValue value,
                         const Properties&... properties) noexcept {
    keyed_metric(site, set, value, std::array{properties...});
}

template <class Value, class... Properties>
inline void metric_checked(const MetricMetadata& site, Value value, const Properties&... properties) noexcept {
    static_cast<void>(key_table<PropertiesOf::Metric, Properties...>());
    metric_items(site, {}, value, to_item(properties)...);
}
template <class Value, class... Properties>
inline void metric_checked_tagged(const MetricMetadata& site, const PropertySet& set, Value value,
                                  const Properties&... properties) noexcept {
    static_cast<void>(key_table<PropertiesOf::Metric, Properties...>());
    metric_items(site, set, value, to_item(properties)...);
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
