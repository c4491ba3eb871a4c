#include "event_writers.hpp"

#include "format_message.hpp"
#include "record/context_track.hpp"
#include "record/event_fields.hpp"
#include "record/recording_state.hpp"
#include "reserved_names.hpp"

#include <micromegas/tracing/detail/valid_utf8.hpp>

#include <bit>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

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

// Not inlined into the case of each event: most metrics find the metadata known.
[[gnu::noinline]] std::uint64_t describe(MetricBlockBuilder& block, const MetricMetadata& site) {
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

/// The metadata in this process to which a field of an event refers.
template <class Event, std::size_t kIndex>
constexpr auto metadata_of() {
    constexpr std::string_view kType = kEventField<Event, kIndex>.type_name;
    if constexpr (kType == transit::kReflection<wire::SpanRecord>.name) {
        return std::type_identity<SpanMetadata>{};
    } else if constexpr (kType == transit::kReflection<wire::SpanLocationRecord>.name) {
        return std::type_identity<SpanLocation>{};
    } else {
        static_assert(kType == transit::kReflection<wire::MetricMetadataDependency>.name,
                      "metadata of an unknown type");
        return std::type_identity<MetricMetadata>{};
    }
}
template <class Event, std::size_t kIndex>
using MetadataOf = typename decltype(metadata_of<Event, kIndex>())::type;

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
    if (!record.context.empty()) {
        std::string merged;
        LogFields with_context = record;
        with_context.properties = merge_properties(record.properties, record.context, merged);
        with_context.context = {};
        add_log(block, with_context);
        return;
    }
    if (record.format != nullptr) {
        DeferredMessage message{block, record};
        record.format(record.args, record.metadata->fmt_str, &message);
        return;
    }
    switch (record.type) {
        case LogRecord::Literal:
        case LogRecord::LiteralTagged:
            if (!record.properties.empty()) {
                add_text(block, *record.metadata, record.time, record.metadata->fmt_str, record.properties);
                break;
            }
            block.objects.push(wire::LogStaticStrEvent{.desc = describe(block, *record.metadata), .time = record.time});
            break;
        case LogRecord::Text:
            add_text(block, *record.metadata, record.time, record.text, record.properties);
            break;
        case LogRecord::Interop:
            add_interop(block, record);
            break;
        case LogRecord::Deferred:
        case LogRecord::DeferredTagged:
        case LogRecord::Context:
            break;  // formatted above, or not an event
    }
}

namespace {

/// The event of a record. The block gets what it refers to, in the order of its fields.
template <class Event, class Builder, class Fields>
[[nodiscard]] Event event_of(Builder& block, const Fields& record) {
    Event event{};
    transit::detail::for_each_field<Event>([&](const auto& field, auto index) {
        const auto& value = value_of<Event, index>(record);
        using Value = std::remove_cvref_t<decltype(value)>;
        auto& member = event.*field.member;
        if constexpr (std::is_pointer_v<Value>) {
            member = describe(block, *static_cast<const MetadataOf<Event, index>*>(value));
        } else if constexpr (std::same_as<Value, PropertyBytes>) {
            member = block.property_set(value);
        } else if constexpr (std::same_as<Value, std::string_view>) {
            member = {block.string(value)};
        } else {
            member = std::bit_cast<std::remove_cvref_t<decltype(member)>>(value);
        }
    });
    return event;
}

/// The event that has properties, too.
MetricRecord tagged(MetricRecord type) noexcept {
    switch (type) {
        case MetricRecord::IntegerMetricEvent:
        case MetricRecord::DynamicInteger:
            return MetricRecord::TaggedIntegerMetricEvent;
        case MetricRecord::FloatMetricEvent:
        case MetricRecord::DynamicFloat:
            return MetricRecord::TaggedFloatMetricEvent;
        case MetricRecord::TaggedIntegerMetricEvent:
        case MetricRecord::TaggedFloatMetricEvent:
        case MetricRecord::Context:
            break;
    }
    return type;
}

}  // namespace

void add_metric(MetricBlockBuilder& block, const MetricFields& record) {
    std::string merged;
    std::string renamed;
    std::string with_name;
    MetricFields named = record;
    named.properties = with_names_for_metrics(merge_properties(record.properties, record.context, merged), renamed);
    if (record.type == MetricRecord::DynamicInteger || record.type == MetricRecord::DynamicFloat) {
        named.properties = with_name_of_metric(record.name, record.unit, named.properties, with_name);
    }
    if (!named.properties.empty()) {
        named.type = tagged(record.type);
    }
    switch (named.type) {
#define MICROMEGAS_ADD(event)                                    \
    case MetricRecord::event:                                    \
        block.objects.push(event_of<wire::event>(block, named)); \
        break;
        MICROMEGAS_METRIC_EVENTS(MICROMEGAS_ADD)
#undef MICROMEGAS_ADD
        case MetricRecord::DynamicInteger:
        case MetricRecord::DynamicFloat:
        case MetricRecord::Context:
            break;  // no events
    }
}

void add_span(ThreadBlockBuilder& block, const SpanFields& record) {
    switch (record.type) {
#define MICROMEGAS_ADD(event)                                     \
    case SpanRecordType::event:                                   \
        block.objects.push(event_of<wire::event>(block, record)); \
        break;
        MICROMEGAS_SPAN_EVENTS(MICROMEGAS_ADD)
#undef MICROMEGAS_ADD
        default:
            break;  // no event
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
