// Metrics and spans cost nothing on wasm: empty inline functions, which the optimiser removes together with the call
// sites' statics. micromegas::tracing_devtools has another header of this name.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/no_buffers.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constexpr SpanSession span_session() noexcept { return 0; }
constexpr bool is_current(SpanSession) noexcept { return false; }
constexpr AsyncContext thread_async_context() noexcept { return {}; }
constexpr void set_thread_async_context(const AsyncContext&) noexcept {}
inline void keyed_metric(const MetricMetadata&, const PropertySet&, PropertyValue,
                         std::span<const PropertyView>) noexcept {}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {

inline bool metrics_enabled() noexcept { return false; }
inline void int_metric(const MetricMetadata&, std::uint64_t) noexcept {}
inline void float_metric(const MetricMetadata&, double) noexcept {}
inline void tagged_int_metric(const MetricMetadata&, const PropertySet&, std::uint64_t) noexcept {}
inline void tagged_float_metric(const MetricMetadata&, const PropertySet&, double) noexcept {}

inline void dynamic_int_metric(const MetricMetadata&, std::string_view, std::string_view, std::uint64_t) noexcept {}
inline void dynamic_float_metric(const MetricMetadata&, std::string_view, std::string_view, double) noexcept {}

inline bool cpu_tracing_enabled() noexcept { return false; }
inline void set_cpu_tracing_enabled(bool) noexcept {}
inline void on_begin_scope(const SpanMetadata&) noexcept {}
inline void on_end_scope(const SpanMetadata&) noexcept {}
inline void on_begin_named_scope(const SpanLocation&, std::string_view) noexcept {}
inline void on_end_named_scope(const SpanLocation&, std::string_view) noexcept {}
inline void on_begin_dynamic_scope(const SpanLocation&, std::string_view) noexcept {}
inline void on_end_dynamic_scope(const SpanLocation&, std::string_view) noexcept {}
inline void on_end_async_scope(std::uint64_t, std::uint64_t, const SpanMetadata&, std::uint32_t) noexcept {}
inline void on_end_async_named_scope(std::uint64_t, std::uint64_t, const SpanLocation&, std::string_view,
                                     std::uint32_t) noexcept {}
inline void on_end_async_dynamic_scope(std::uint64_t, std::uint64_t, const SpanLocation&, std::string_view,
                                       std::uint32_t) noexcept {}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
