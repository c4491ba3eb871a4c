#include "event_writers.hpp"

#include "format_message.hpp"
#include "record/recording_state.hpp"
#include "reserved_names.hpp"

#include <micromegas/tracing/detail/valid_utf8.hpp>

#include <bit>
#include <string>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

std::uint64_t describe(LogBlockBuilder& block, const LogMetadata& site) {
    return block.metadata(site, [&](std::uint64_t id) {
        return wire::LogMetadataRecord{.id = id,
                                       .fmt_str = block.string(site.fmt_str),
                                       .target = block.string(site.target),
                                       .module_path = block.string(site.module_path),
                                       .file = block.string(site.file),
                                       .line = site.line,
                                       .level = static_cast<std::uint32_t>(site.level)};
    });
}

std::uint64_t describe(MetricBlockBuilder& block, const MetricMetadata& site) {
    return block.metadata(site, [&](std::uint64_t id) {
        return wire::MetricMetadataDependency{.id = id,
                                              .name = block.string(site.name),
                                              .unit = block.string(unit_for_metrics(site.unit)),
                                              .target = block.string(site.target),
                                              .file = block.string(site.file),
                                              .line = site.line,
                                              .lod = static_cast<std::uint32_t>(site.verbosity)};
    });
}

std::uint64_t describe(ThreadBlockBuilder& block, const SpanMetadata& site) {
    return block.metadata(site, [&](std::uint64_t id) {
        return wire::SpanRecord{.id = id,
                                .name = block.string(site.name),
                                .target = block.string(site.location.target),
                                .module_path = block.string(site.location.module_path),
                                .file = block.string(site.location.file),
                                .line = site.location.line,
                                .lod = static_cast<std::uint32_t>(site.location.verbosity)};
    });
}

std::uint64_t describe(ThreadBlockBuilder& block, const SpanLocation& site) {
    return block.metadata(site, [&](std::uint64_t id) {
        return wire::SpanLocationRecord{.id = id,
                                        .target = block.string(site.target),
                                        .module_path = block.string(site.module_path),
                                        .file = block.string(site.file),
                                        .line = site.line,
                                        .lod = static_cast<std::uint32_t>(site.verbosity)};
    });
}

void add_text(LogBlockBuilder& block, const LogMetadata& site, std::int64_t time, std::string_view bytes,
              PropertyBytes properties) {
    std::string repaired;
    const std::string_view text = valid_utf8(bytes, repaired);
    if (text.size() > kMostEventBytes) {  // formatted, it may be larger than its record
        recording_state().drops.add(DropCause::Refused);
        return;
    }
    if (replaces_fields_of_logs(properties)) {
        block.objects.push(wire::TaggedLogInteropEvent{.time = time,
                                                       .level = static_cast<std::uint8_t>(site.level),
                                                       .target = {block.string(site.target)},
                                                       .properties = block.property_set(properties),
                                                       .msg = text});
        return;
    }
    const std::uint64_t desc = describe(block, site);
    if (!properties.empty()) {
        block.objects.push(wire::TaggedLogString{
            .desc = desc, .properties = block.property_set(properties), .time = time, .msg = text});
    } else {
        block.objects.push(wire::LogStringEventV2{.desc = desc, .time = time, .msg = text});
    }
}

/// The interop event with properties has neither file nor line: where it need not be that one, the entry gets metadata
/// that no other refers to.
void add_interop(LogBlockBuilder& block, const LogFields& record) {
    std::string repaired;
    const std::string_view text = valid_utf8(record.text, repaired);
    if (record.properties.empty()) {
        block.objects.push(wire::LogStringInteropEventV3{.time = record.time,
                                                         .level = static_cast<std::uint8_t>(record.level),
                                                         .target = {block.string(record.target)},
                                                         .msg = text});
        return;
    }
    if (replaces_fields_of_logs(record.properties)) {
        block.objects.push(wire::TaggedLogInteropEvent{.time = record.time,
                                                       .level = static_cast<std::uint8_t>(record.level),
                                                       .target = {block.string(record.target)},
                                                       .properties = block.property_set(record.properties),
                                                       .msg = text});
        return;
    }
    const std::uint64_t desc = block.transient_metadata([&](std::uint64_t id) {
        return wire::LogMetadataRecord{.id = id,
                                       .fmt_str = block.string({}),
                                       .target = block.string(record.target),
                                       .module_path = block.string({}),
                                       .file = block.string(record.file),
                                       .line = record.line,
                                       .level = static_cast<std::uint32_t>(record.level)};
    });
    block.objects.push(wire::TaggedLogString{
        .desc = desc, .properties = block.property_set(record.properties), .time = record.time, .msg = text});
}

/// Adds the message of a deferred call.
struct DeferredMessage : DeferredText {
    DeferredMessage(LogBlockBuilder& block_, const LogFields& record_) noexcept
        : DeferredText{&add}, block(block_), record(record_) {}

    static void add(DeferredText& self, std::string_view format, fmt::format_args args) noexcept {
        auto& message = static_cast<DeferredMessage&>(self);
        const LogFields& record = message.record;
        add_text(message.block, *record.metadata, record.time, FormattedMessage{format, args}.text(),
                 record.properties);
    }

    LogBlockBuilder& block;
    const LogFields& record;
};

}  // namespace

void add_log(LogBlockBuilder& block, const LogFields& record) {
    switch (record.type) {
        case LogRecord::Literal:
            block.objects.push(wire::LogStaticStrEvent{.desc = describe(block, *record.metadata), .time = record.time});
            break;
        case LogRecord::Deferred:
        case LogRecord::DeferredTagged: {
            DeferredMessage message{block, record};
            record.format(record.args, record.metadata->fmt_str, &message);
            break;
        }
        case LogRecord::Text:
            add_text(block, *record.metadata, record.time, record.text, record.properties);
            break;
        case LogRecord::Interop:
            add_interop(block, record);
            break;
    }
}

void add_metric(MetricBlockBuilder& block, const MetricFields& record) {
    const std::uint64_t desc = describe(block, *record.metadata);
    const auto value = std::bit_cast<double>(record.value_bits);
    std::string renamed;
    const PropertyBytes properties = with_names_for_metrics(record.properties, renamed);
    switch (record.type) {
        case MetricRecord::Integer:
            block.objects.push(wire::IntegerMetricEvent{.desc = desc, .value = record.value_bits, .time = record.time});
            break;
        case MetricRecord::Float:
            block.objects.push(wire::FloatMetricEvent{.desc = desc, .value = value, .time = record.time});
            break;
        case MetricRecord::TaggedInteger:
            block.objects.push(wire::TaggedIntegerMetricEvent{.desc = desc,
                                                              .properties = block.property_set(properties),
                                                              .value = record.value_bits,
                                                              .time = record.time});
            break;
        case MetricRecord::TaggedFloat:
            block.objects.push(wire::TaggedFloatMetricEvent{
                .desc = desc, .properties = block.property_set(properties), .value = value, .time = record.time});
            break;
    }
}

namespace {

template <class Event>
void add_scope(ThreadBlockBuilder& block, const SpanFields& record) {
    block.objects.push(Event{.thread_span_desc = describe(block, *static_cast<const SpanMetadata*>(record.metadata)),
                             .time = record.time});
}

template <class Event>
void add_named_scope(ThreadBlockBuilder& block, const SpanFields& record) {
    block.objects.push(
        Event{.thread_span_location = describe(block, *static_cast<const SpanLocation*>(record.metadata)),
              .name = {block.string(record.name)},
              .time = record.time});
}

template <class Event>
void add_async_scope(ThreadBlockBuilder& block, const SpanFields& record) {
    block.objects.push(Event{.span_desc = describe(block, *static_cast<const SpanMetadata*>(record.metadata)),
                             .span_id = record.span_id,
                             .parent_span_id = record.parent_span_id,
                             .depth = record.depth,
                             .time = record.time});
}

template <class Event>
void add_async_named_scope(ThreadBlockBuilder& block, const SpanFields& record) {
    block.objects.push(Event{.span_location = describe(block, *static_cast<const SpanLocation*>(record.metadata)),
                             .name = {block.string(record.name)},
                             .span_id = record.span_id,
                             .parent_span_id = record.parent_span_id,
                             .depth = record.depth,
                             .time = record.time});
}

}  // namespace

void add_span(ThreadBlockBuilder& block, const SpanFields& record) {
    switch (record.type) {
        case SpanRecordType::Begin:
            return add_scope<wire::BeginThreadSpanEvent>(block, record);
        case SpanRecordType::End:
            return add_scope<wire::EndThreadSpanEvent>(block, record);
        case SpanRecordType::BeginNamed:
            return add_named_scope<wire::BeginThreadNamedSpanEvent>(block, record);
        case SpanRecordType::EndNamed:
            return add_named_scope<wire::EndThreadNamedSpanEvent>(block, record);
        case SpanRecordType::BeginAsync:
            return add_async_scope<wire::BeginAsyncSpanEvent>(block, record);
        case SpanRecordType::EndAsync:
            return add_async_scope<wire::EndAsyncSpanEvent>(block, record);
        case SpanRecordType::BeginAsyncNamed:
            return add_async_named_scope<wire::BeginAsyncNamedSpanEvent>(block, record);
        case SpanRecordType::EndAsyncNamed:
            return add_async_named_scope<wire::EndAsyncNamedSpanEvent>(block, record);
        case SpanRecordType::Lost:
            return;  // not an event
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
