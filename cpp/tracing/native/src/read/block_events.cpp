#include <micromegas/tracing/block_events.hpp>
#include <micromegas/tracing/detail/event_kinds.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

using transit::Object;

enum class Meaning { Log, Metric, Span, Image };

struct KnownType {
    std::string_view name;
    Meaning meaning;
};

#define MICROMEGAS_LOG(event) KnownType{#event, Meaning::Log},
#define MICROMEGAS_METRIC(event) KnownType{#event, Meaning::Metric},
#define MICROMEGAS_SPAN(event) KnownType{#event, Meaning::Span},
#define MICROMEGAS_IMAGE(event) KnownType{#event, Meaning::Image},

/// Those of this library, then those of other clients, versions and servers.
constexpr std::array kKnownTypes{
    MICROMEGAS_LOG_EVENTS(MICROMEGAS_LOG)        //
    MICROMEGAS_METRIC_EVENTS(MICROMEGAS_METRIC)  //
    MICROMEGAS_SPAN_EVENTS(MICROMEGAS_SPAN)      //
    MICROMEGAS_IMAGE_EVENTS(MICROMEGAS_IMAGE)    //
    KnownType{"LogStringEvent", Meaning::Log},
    KnownType{"LogStringInteropEventV2", Meaning::Log},
    KnownType{"LogStaticStrInteropEventV2", Meaning::Log},
    KnownType{"TaggedLogStaticStrEvent", Meaning::Log},
    KnownType{"TaggedLogTemplateEvent", Meaning::Log},
    KnownType{"BeginThreadDynNamedSpanEvent", Meaning::Span},
    KnownType{"EndThreadDynNamedSpanEvent", Meaning::Span},
    KnownType{"BeginAsyncDynNamedSpanEvent", Meaning::Span},
    KnownType{"EndAsyncDynNamedSpanEvent", Meaning::Span},
};

std::optional<Meaning> meaning_of(const Object& event) noexcept {
    const auto* const known = std::ranges::find(kKnownTypes, event.type_name, &KnownType::name);
    return known != kKnownTypes.end() ? std::optional{known->meaning} : std::nullopt;
}

template <class T>
T get(const Object& object, std::string_view member) noexcept {
    const T* const value = object.get<T>(member);
    return value != nullptr ? *value : T{};
}

std::string_view text(const Object& object, std::string_view member) noexcept {
    return get<std::string_view>(object, member);
}

std::uint32_t number(const Object& object, std::string_view member) noexcept {
    return static_cast<std::uint32_t>(get<std::uint64_t>(object, member));
}

/// The object that a member refers to; an empty one where there is none.
const Object& referred(const Object& object, std::string_view member) noexcept {
    static const Object nothing;
    const auto* const value = object.get<const Object*>(member);
    return value != nullptr ? **value : nothing;
}

std::vector<Property> properties(const Object& event) {
    std::vector<Property> list;
    for (const auto& [name, value] : referred(event, "properties").members) {
        if (const auto* const property = std::get_if<std::string_view>(&value)) {
            list.push_back({std::string{name}, std::string{*property}});
        }
    }
    return list;
}

Level level_of(std::uint32_t value) noexcept {
    constexpr auto kMost = static_cast<std::uint32_t>(Level::Trace);
    return static_cast<Level>(value == 0 || value > kMost ? kMost : value);
}

}  // namespace

std::optional<std::int64_t> time_of(const Object& event) noexcept {
    if (const auto* const as_unsigned = event.get<std::uint64_t>("time")) {  // as some clients describe it
        return static_cast<std::int64_t>(*as_unsigned);
    }
    const auto* const time = event.get<std::int64_t>("time");
    return time != nullptr ? std::optional{*time} : std::nullopt;
}

std::optional<LogView> as_log(const Object& event) {
    if (meaning_of(event) != Meaning::Log) {
        return std::nullopt;
    }
    const Object& desc = referred(event, "desc");
    const Object& site = desc.members.empty() ? event : desc;  // an interop entry has it all inside
    const auto* const message = event.get<std::string_view>("msg");
    return LogView{.level = level_of(number(site, "level")),
                   .target = text(site, "target"),
                   .message = message != nullptr ? *message : text(site, "fmt_str"),
                   .module_path = text(site, "module_path"),
                   .file = text(site, "file"),
                   .line = number(site, "line"),
                   .time = time_of(event).value_or(0),
                   .properties = properties(event)};
}

std::optional<MetricView> as_metric(const Object& event) {
    if (meaning_of(event) != Meaning::Metric) {
        return std::nullopt;
    }
    const Object& desc = referred(event, "desc");
    const auto* const integer = event.get<std::uint64_t>("value");
    const std::string_view name = text(desc, "name");
    const bool has_own_name = name.empty();  // and unit: among the properties
    const Object& set = referred(event, "properties");
    std::vector<Property> others = properties(event);
    if (has_own_name) {
        std::erase_if(others,
                      [](const Property& property) { return property.name == "name" || property.name == "unit"; });
    }
    return MetricView{.name = has_own_name ? text(set, "name") : name,
                      .unit = has_own_name ? text(set, "unit") : text(desc, "unit"),
                      .target = text(desc, "target"),
                      .value = integer != nullptr ? static_cast<double>(*integer) : get<double>(event, "value"),
                      .is_integer = integer != nullptr,
                      .time = time_of(event).value_or(0),
                      .properties = std::move(others)};
}

std::optional<SpanView> as_span(const Object& event) {
    if (meaning_of(event) != Meaning::Span) {
        return std::nullopt;
    }
    const bool is_async = event.type_name.find("Async") != std::string_view::npos;
    const bool is_named = event.get<std::string_view>("name") != nullptr;
    const std::string_view member = is_async ? (is_named ? "span_location" : "span_desc")
                                             : (is_named ? "thread_span_location" : "thread_span_desc");
    const Object& site = referred(event, member);
    return SpanView{.name = text(is_named ? event : site, "name"),
                    .target = text(site, "target"),
                    .file = text(site, "file"),
                    .line = number(site, "line"),
                    .is_begin = event.type_name.starts_with("Begin"),
                    .is_async = is_async,
                    .id = get<std::uint64_t>(event, "span_id"),
                    .parent_id = get<std::uint64_t>(event, "parent_span_id"),
                    .depth = number(event, "depth"),
                    .time = time_of(event).value_or(0),
                    .properties = properties(event)};
}

std::optional<ImageView> as_image(const Object& event) {
    if (meaning_of(event) != Meaning::Image) {
        return std::nullopt;
    }
    return ImageView{text(event, "name"), text(event, "format"), time_of(event).value_or(0)};
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
