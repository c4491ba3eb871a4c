// Metrics and spans are recorded in line: a time stamp and a few stores.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/gates.hpp>
#include <micromegas/tracing/detail/record_types.hpp>
#include <micromegas/tracing/detail/recording.hpp>

#include <atomic>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// A span belongs to the session that it began in: it ends there or not at all. 0: spans are not recorded.
inline SpanSession span_session() noexcept { return g_gates.span_session.load(std::memory_order_relaxed); }
inline bool is_current(SpanSession session) noexcept {
    return session != 0 && session == g_gates.session.load(std::memory_order_relaxed);
}

// Initial-exec as in recording.hpp. Never to be held by reference: a coroutine may go on on another thread.
extern constinit thread_local AsyncContext t_async_context [[gnu::tls_model("initial-exec")]];
static_assert(sizeof(AsyncContext) == 16);

/// Returns the stored context, even if it belongs to another session.
inline AsyncContext thread_async_context() noexcept { return t_async_context; }
inline void set_thread_async_context(const AsyncContext& context) noexcept { t_async_context = context; }

/// Reserves a range of span ids for the calling thread where it has none left.
[[nodiscard, gnu::noinline, gnu::cold]] std::uint64_t next_span_id_slowly() noexcept;

inline std::uint64_t next_span_id() noexcept {
    Recorder& recorder = *t_recorder;
    return recorder.last_span_id < recorder.end_of_span_ids ? ++recorder.last_span_id : next_span_id_slowly();
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

inline bool metrics_enabled() noexcept { return detail::g_gates.metrics.load(std::memory_order_relaxed); }
inline bool cpu_tracing_enabled() noexcept { return detail::span_session() != 0; }

inline void int_metric(const MetricMetadata& desc, std::uint64_t value) noexcept {
    using namespace detail;
    record_fields<QueueKind::Metrics>(MetricRecord::IntegerMetricEvent, &desc, value, TimeStamp{});
}

inline void float_metric(const MetricMetadata& desc, double value) noexcept {
    using namespace detail;
    record_fields<QueueKind::Metrics>(MetricRecord::FloatMetricEvent, &desc, value, TimeStamp{});
}

inline void on_begin_scope(const SpanMetadata& scope) noexcept {
    using namespace detail;
    record_fields<QueueKind::Spans>(SpanRecordType::BeginThreadSpanEvent, &scope, TimeStamp{});
}

inline void on_end_scope(const SpanMetadata& scope) noexcept {
    using namespace detail;
    record_fields<QueueKind::Spans>(SpanRecordType::EndThreadSpanEvent, &scope, TimeStamp{});
}

inline void on_begin_named_scope(const SpanLocation& location, std::string_view name) noexcept {
    using namespace detail;
    record_fields<QueueKind::Spans>(SpanRecordType::BeginThreadNamedSpanEvent, &location, name, TimeStamp{});
}

inline void on_end_named_scope(const SpanLocation& location, std::string_view name) noexcept {
    using namespace detail;
    record_fields<QueueKind::Spans>(SpanRecordType::EndThreadNamedSpanEvent, &location, name, TimeStamp{});
}

inline std::uint64_t on_begin_async_scope(const SpanMetadata& scope, std::uint64_t parent_span_id,
                                          std::uint32_t depth) noexcept {
    using namespace detail;
    const std::uint64_t span_id = next_span_id();
    record_fields<QueueKind::Spans>(SpanRecordType::BeginAsyncSpanEvent, &scope, span_id, parent_span_id, depth,
                                    TimeStamp{});
    return span_id;
}

inline void on_end_async_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanMetadata& scope,
                               std::uint32_t depth) noexcept {
    using namespace detail;
    record_fields<QueueKind::Spans>(SpanRecordType::EndAsyncSpanEvent, &scope, span_id, parent_span_id, depth,
                                    TimeStamp{});
}

inline std::uint64_t on_begin_async_named_scope(const SpanLocation& location, std::string_view name,
                                                std::uint64_t parent_span_id, std::uint32_t depth) noexcept {
    using namespace detail;
    const std::uint64_t span_id = next_span_id();
    record_fields<QueueKind::Spans>(SpanRecordType::BeginAsyncNamedSpanEvent, &location, name, span_id, parent_span_id,
                                    depth, TimeStamp{});
    return span_id;
}

inline void on_end_async_named_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanLocation& location,
                                     std::string_view name, std::uint32_t depth) noexcept {
    using namespace detail;
    record_fields<QueueKind::Spans>(SpanRecordType::EndAsyncNamedSpanEvent, &location, name, span_id, parent_span_id,
                                    depth, TimeStamp{});
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
