#include "records.hpp"

#include "event_fields.hpp"

#include <micromegas/tracing/wire/metric_events.hpp>
#include <micromegas/tracing/wire/thread_events.hpp>

#include <algorithm>
#include <concepts>
#include <type_traits>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

namespace {

template <class Value>
auto to_property_arg(const Value& value) noexcept {
    if constexpr (std::same_as<Value, std::string_view>) {
        return PropertyArg<TextArg>{TextArg{value}};
    } else {
        return PropertyArg<Value>{value};
    }
}

constexpr const KeyTable* kNoKeys = nullptr;

}  // namespace

std::size_t size_of_named(std::span<const PropertyView> properties) noexcept {
    std::size_t size = 0;
    for (const PropertyView& property : properties) {
        size += size_of_text(property.name);
        size += property.value.visit([](const auto& value) { return size_of_property(to_property_arg(value)); });
    }
    return size;
}

std::byte* put_named(std::byte* to, std::span<const PropertyView> properties) noexcept {
    for (const PropertyView& property : properties) {
        to = put_text(to, property.name);
        to = property.value.visit([to](const auto& value) { return put_property(to, to_property_arg(value)); });
    }
    return to;
}

std::size_t size_of_properties(std::span<const PropertyView> properties) noexcept {
    return sizeof(std::uint64_t) + (properties.empty() ? 0 : sizeof kNoKeys + size_of_named(properties));
}

std::byte* put_properties(std::byte* to, std::span<const PropertyView> properties) noexcept {
    to = put(to, std::uint64_t{size_of_properties(properties) - sizeof(std::uint64_t)});
    return properties.empty() ? to : put_named(put(to, kNoKeys), properties);
}

bool PropertyBytes::has_key(const KeyTable& keys, std::string_view name) noexcept {
    return std::ranges::any_of(keys_of(&keys), [&](std::string_view key) { return is_same_key(key, name); });
}

namespace {

template <class Fields>
std::string_view take_name(const std::byte*& record, const Fields& fields) noexcept {
    if constexpr (requires { fields.has_own_name; }) {
        return fields.has_own_name ? take_text(record) : take<std::string_view>(record);
    } else {
        return take<std::string_view>(record);
    }
}

/// Takes the fields of an event from its record.
template <class Event, class Fields>
void take_fields(const std::byte*& record, Fields& fields) noexcept {
    transit::detail::for_each_field<Event>([&](const auto&, auto index) {
        auto& value = value_of<Event, index>(fields);
        using Value = std::remove_cvref_t<decltype(value)>;
        if constexpr (std::same_as<Value, PropertyBytes>) {
            value = take_properties(record);
        } else if constexpr (std::same_as<Value, std::string_view>) {
            value = take_name(record, fields);
        } else {
            value = take<Value>(record);
        }
    });
}

/// The event of a record whose name is in it; else itself.
SpanRecordType event_of(SpanRecordType type) noexcept {
    switch (type) {
        case SpanRecordType::BeginThreadDynamic:
            return SpanRecordType::BeginThreadNamedSpanEvent;
        case SpanRecordType::EndThreadDynamic:
            return SpanRecordType::EndThreadNamedSpanEvent;
        case SpanRecordType::BeginAsyncDynamic:
            return SpanRecordType::BeginAsyncNamedSpanEvent;
        case SpanRecordType::EndAsyncDynamic:
            return SpanRecordType::EndAsyncNamedSpanEvent;
        case SpanRecordType::TaggedEndThreadDynamic:
            return SpanRecordType::TaggedEndThreadNamedSpanEvent;
        case SpanRecordType::TaggedEndAsyncDynamic:
            return SpanRecordType::TaggedEndAsyncNamedSpanEvent;
        default:
            return type;
    }
}

}  // namespace

SpanFields read_span(const std::byte* record) noexcept {
    const auto type = take<SpanRecordType>(record);
    SpanFields fields{.type = event_of(type)};
    fields.has_own_name = fields.type != type;
    switch (fields.type) {
#define MICROMEGAS_TAKE(event)                    \
    case SpanRecordType::event:                   \
        take_fields<wire::event>(record, fields); \
        break;
        MICROMEGAS_SPAN_EVENTS(MICROMEGAS_TAKE)
#undef MICROMEGAS_TAKE
        case SpanRecordType::BeginThreadDynamic:
        case SpanRecordType::EndThreadDynamic:
        case SpanRecordType::BeginAsyncDynamic:
        case SpanRecordType::EndAsyncDynamic:
        case SpanRecordType::TaggedEndThreadDynamic:
        case SpanRecordType::TaggedEndAsyncDynamic:
            break;  // no events
        case SpanRecordType::Lost:
            fields.time = take<std::int64_t>(record);
            break;
    }
    fields.end = record;
    return fields;
}

MetricFields read_metric(const std::byte* record) noexcept {
    MetricFields fields{.type = take<MetricRecord>(record)};
    switch (fields.type) {
#define MICROMEGAS_TAKE(event)                    \
    case MetricRecord::event:                     \
        take_fields<wire::event>(record, fields); \
        break;
        MICROMEGAS_METRIC_EVENTS(MICROMEGAS_TAKE)
#undef MICROMEGAS_TAKE
        case MetricRecord::DynamicInteger:
        case MetricRecord::DynamicFloat:
            fields.metadata = take<const MetricMetadata*>(record);
            fields.name = take_text(record);
            fields.unit = take_text(record);
            fields.value_bits = take<std::uint64_t>(record);
            fields.time = take<std::int64_t>(record);
            break;
        case MetricRecord::Context:
            fields.properties = take_properties(record);
            break;
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
    } else if (!fields.is_context()) {
        fields.metadata = take<const LogMetadata*>(record);
        fields.time = take<std::int64_t>(record);
    }
    switch (fields.type) {
        case LogRecord::Literal:
            break;
        case LogRecord::LiteralTagged:
            if (!fields.metadata->message_is_literal) {
                fields.format = &format_deferred<>;
            }
            fields.properties = take_properties(record);
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
            [[fallthrough]];
        case LogRecord::Context:
            fields.properties = take_properties(record);
            break;
    }
    fields.end = record;
    return fields;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
