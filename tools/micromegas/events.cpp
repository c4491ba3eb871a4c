#include "events.hpp"

namespace micromegas::tools {
namespace {

using transit::Object;

template <class T>
T get(const Object& object, std::string_view member) {
    const T* const value = object.get<T>(member);
    return value != nullptr ? *value : T{};
}

std::string_view text(const Object& object, std::string_view member) { return get<std::string_view>(object, member); }

std::uint32_t number(const Object& object, std::string_view member) {
    return static_cast<std::uint32_t>(get<std::uint64_t>(object, member));
}

/// The object that a member refers to; an empty one where there is none.
const Object& referred(const Object& object, std::string_view member) {
    static const Object nothing;
    const auto* const value = object.get<const Object*>(member);
    return value != nullptr && *value != nullptr ? **value : nothing;
}

std::vector<tracing::Property> properties(const Object& event) {
    std::vector<tracing::Property> list;
    for (const auto& [name, value] : referred(event, "properties").members) {
        if (const auto* const property = std::get_if<std::string_view>(&value)) {
            list.push_back({std::string{name}, std::string{*property}});
        }
    }
    return list;
}

tracing::Level level_of(std::uint32_t value) noexcept {
    constexpr auto kMost = static_cast<std::uint32_t>(tracing::Level::Trace);
    return static_cast<tracing::Level>(value == 0 || value > kMost ? kMost : value);
}

}  // namespace

std::optional<LogEvent> as_log(const Object& event) {
    if (event.type_name.find("Log") == std::string_view::npos) {
        return std::nullopt;
    }
    const Object& desc = referred(event, "desc");
    const Object& site = desc.members.empty() ? event : desc;  // an entry of another language has it all inside
    const auto* const message = event.get<std::string_view>("msg");
    return LogEvent{.level = level_of(number(site, "level")),
                    .target = text(site, "target"),
                    .message = message != nullptr ? *message : text(site, "fmt_str"),
                    .file = text(site, "file"),
                    .line = number(site, "line"),
                    .ticks = get<std::int64_t>(event, "time"),
                    .properties = properties(event)};
}

std::optional<MetricEvent> as_metric(const Object& event) {
    if (!event.type_name.ends_with("MetricEvent")) {
        return std::nullopt;
    }
    const Object& desc = referred(event, "desc");
    const auto* const integer = event.get<std::uint64_t>("value");
    return MetricEvent{.name = text(desc, "name"),
                       .unit = text(desc, "unit"),
                       .value = integer != nullptr ? static_cast<double>(*integer) : get<double>(event, "value"),
                       .is_integer = integer != nullptr,
                       .ticks = get<std::int64_t>(event, "time"),
                       .properties = properties(event)};
}

std::optional<SpanEvent> as_span(const Object& event) {
    const bool is_begin = event.type_name.starts_with("Begin");
    const bool is_end = event.type_name.starts_with("End") || event.type_name.starts_with("TaggedEnd");
    if (!event.type_name.ends_with("SpanEvent") || (!is_begin && !is_end)) {
        return std::nullopt;
    }
    const bool is_async = event.type_name.find("Async") != std::string_view::npos;
    const bool is_named = event.get<std::string_view>("name") != nullptr;
    const std::string_view member = is_async ? (is_named ? "span_location" : "span_desc")
                                             : (is_named ? "thread_span_location" : "thread_span_desc");
    const Object& site = referred(event, member);
    return SpanEvent{.name = text(is_named ? event : site, "name"),
                     .target = text(site, "target"),
                     .file = text(site, "file"),
                     .line = number(site, "line"),
                     .is_begin = is_begin,
                     .is_async = is_async,
                     .id = get<std::uint64_t>(event, "span_id"),
                     .parent_id = get<std::uint64_t>(event, "parent_span_id"),
                     .ticks = get<std::int64_t>(event, "time")};
}

std::optional<ImageEvent> as_image(const Object& event) {
    if (event.type_name != "ImageEvent") {
        return std::nullopt;
    }
    return ImageEvent{text(event, "name"), text(event, "format"), get<std::int64_t>(event, "time")};
}

}  // namespace micromegas::tools
