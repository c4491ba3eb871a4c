// Replaces the header of this name that makes spans and metrics empty: here they exist, and devtools.cpp shows them in
// the browser's performance panel. Part of the variant micromegas::tracing_devtools.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/no_buffers.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constexpr SpanSession span_session() noexcept { return 1; }
constexpr bool is_current(SpanSession) noexcept { return true; }
[[nodiscard]] AsyncContext thread_async_context() noexcept;
void set_thread_async_context(const AsyncContext& context) noexcept;
/// A metric with properties of a set and of the call.
void keyed_metric(const MetricMetadata& desc, const PropertySet& set, PropertyValue value,
                  std::span<const PropertyView> properties) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {

inline bool metrics_enabled() noexcept { return true; }
inline bool cpu_tracing_enabled() noexcept { return true; }
inline void set_cpu_tracing_enabled(bool) noexcept {}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
