#include "records.hpp"

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

std::size_t size_of_properties(std::span<const Property> properties) noexcept {
    std::size_t size = sizeof(std::uint64_t);
    for (const Property& property : properties) {
        size += size_of_text(property.name) + size_of_text(property.value);
    }
    return size;
}

std::byte* put_properties(std::byte* to, std::span<const Property> properties) noexcept {
    to = put(to, std::uint64_t{size_of_properties(properties) - sizeof(std::uint64_t)});
    for (const Property& property : properties) {
        to = put_text(put_text(to, property.name), property.value);
    }
    return to;
}

SpanFields read_span(const std::byte* record) noexcept {
    const auto type = take<SpanRecordType>(record);
    SpanFields fields{.type = type};
    if (type == SpanRecordType::Lost) {
        fields.time = take<std::int64_t>(record);
        fields.end = record;
        return fields;
    }
    fields.metadata = take<const void*>(record);
    const bool is_named = type == SpanRecordType::BeginNamed || type == SpanRecordType::EndNamed ||
                          type == SpanRecordType::BeginAsyncNamed || type == SpanRecordType::EndAsyncNamed;
    if (is_named) {
        fields.name = take<std::string_view>(record);
    }
    if (type >= SpanRecordType::BeginAsync) {
        fields.span_id = take<std::uint64_t>(record);
        fields.parent_span_id = take<std::uint64_t>(record);
        fields.depth = take<std::uint32_t>(record);
    }
    fields.time = take<std::int64_t>(record);
    fields.end = record;
    return fields;
}

MetricFields read_metric(const std::byte* record) noexcept {
    MetricFields fields{};
    fields.type = take<MetricRecord>(record);
    fields.metadata = take<const MetricMetadata*>(record);
    fields.value_bits = take<std::uint64_t>(record);
    fields.time = take<std::int64_t>(record);
    if (fields.type == MetricRecord::TaggedInteger || fields.type == MetricRecord::TaggedFloat) {
        fields.properties = take_properties(record);
    }
    fields.end = record;
    return fields;
}

LogFields read_log(const std::byte* record) noexcept {
    LogFields fields{};
    fields.type = take<LogRecord>(record);
    if (fields.type == LogRecord::Interop) {
        fields.time = take<std::int64_t>(record);
        fields.level = take<Level>(record);
        fields.line = take<std::uint32_t>(record);
        fields.target = take_text(record);
        fields.file = take_text(record);
    } else {
        fields.metadata = take<const LogMetadata*>(record);
        fields.time = take<std::int64_t>(record);
    }
    switch (fields.type) {
        case LogRecord::Literal:
            break;
        case LogRecord::Deferred:
        case LogRecord::DeferredTagged:
            fields.format = take<FormatDeferred>(record);
            fields.args = record;
            record = fields.format(record, {}, nullptr);
            if (fields.type == LogRecord::DeferredTagged) {
                fields.properties = take_properties(record);
            }
            break;
        case LogRecord::Text:
        case LogRecord::Interop:
            fields.text = take_text(record);
            fields.properties = take_properties(record);
            break;
    }
    fields.end = record;
    return fields;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
