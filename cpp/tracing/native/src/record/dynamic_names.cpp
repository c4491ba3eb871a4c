// Records with names that are known only at run time: they hold the text, so nothing keeps it for ever.
#include "records.hpp"

#include <micromegas/tracing/dispatch.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

template <class... Fields>
void record_span(SpanRecordType type, const SpanLocation& location, std::string_view name, Fields... fields) noexcept {
    const std::size_t size = 1 + sizeof(&location) + size_of_text(name) + (kFieldSize<Fields> + ...);
    record<QueueKind::Spans>(size, [&](std::byte* slot) {
        slot = put_text(put(put(slot, type), &location), name);
        ((slot = put(slot, fields)), ...);
    });
}

template <class Value>
void record_metric(MetricRecord type, const MetricMetadata& desc, std::string_view name, std::string_view unit,
                   Value value) noexcept {
    const std::size_t size =
        1 + sizeof(&desc) + size_of_text(name) + size_of_text(unit) + sizeof value + kFieldSize<TimeStamp>;
    record<QueueKind::Metrics>(size, [&](std::byte* slot) {
        slot = put_text(put_text(put(put(slot, type), &desc), name), unit);
        put(put(slot, value), TimeStamp{});
    });
}

}  // namespace
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {

void dynamic_int_metric(const MetricMetadata& desc, std::string_view name, std::string_view unit,
                        std::uint64_t value) noexcept {
    detail::record_metric(detail::MetricRecord::DynamicInteger, desc, name, unit, value);
}
void dynamic_float_metric(const MetricMetadata& desc, std::string_view name, std::string_view unit,
                          double value) noexcept {
    detail::record_metric(detail::MetricRecord::DynamicFloat, desc, name, unit, value);
}

void on_begin_dynamic_scope(const SpanLocation& location, std::string_view name) noexcept {
    detail::record_span(detail::SpanRecordType::BeginThreadDynamic, location, name, detail::TimeStamp{});
}
void on_end_dynamic_scope(const SpanLocation& location, std::string_view name) noexcept {
    detail::record_span(detail::SpanRecordType::EndThreadDynamic, location, name, detail::TimeStamp{});
}

std::uint64_t on_begin_async_dynamic_scope(const SpanLocation& location, std::string_view name,
                                           std::uint64_t parent_span_id, std::uint32_t depth) noexcept {
    const std::uint64_t span_id = detail::next_span_id();
    detail::record_span(detail::SpanRecordType::BeginAsyncDynamic, location, name, span_id, parent_span_id, depth,
                        detail::TimeStamp{});
    return span_id;
}
void on_end_async_dynamic_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanLocation& location,
                                std::string_view name, std::uint32_t depth) noexcept {
    detail::record_span(detail::SpanRecordType::EndAsyncDynamic, location, name, span_id, parent_span_id, depth,
                        detail::TimeStamp{});
}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
