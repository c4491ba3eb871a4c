#include "other_events.hpp"

#include "printable.hpp"
#include "rfc3339.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace micromegas::tools {
namespace {

using nlohmann::ordered_json;
using transit::Object;

/// Objects share dependencies, so the paths through them can be far more than they are.
constexpr unsigned kDeepest = 2;

ordered_json members_of(const Object& object, unsigned depth);

ordered_json to_json(const transit::Value& value, unsigned depth) {
    if (const auto* const bytes = std::get_if<std::span<const std::byte>>(&value)) {
        return fmt::format("{} bytes", bytes->size());
    }
    if (const auto* const object = std::get_if<const Object*>(&value)) {
        return depth == kDeepest ? ordered_json(std::string{(*object)->type_name}) : members_of(**object, depth + 1);
    }
    if (const auto* const text = std::get_if<std::string_view>(&value)) {
        return std::string{*text};
    }
    if (const auto* const number = std::get_if<double>(&value)) {
        return *number;
    }
    const auto* const positive = std::get_if<std::uint64_t>(&value);
    return positive != nullptr ? ordered_json(*positive) : ordered_json(*std::get_if<std::int64_t>(&value));
}

ordered_json members_of(const Object& object, unsigned depth) {
    ordered_json members = ordered_json::object();
    for (const auto& [name, value] : object.members) {
        if (depth != 0 || name != "time") {  // the event's time is shown as one
            members[std::string{name}] = to_json(value, depth);
        }
    }
    return members;
}

}  // namespace

ordered_json OtherEvents::to_json(const Object& event, std::chrono::system_clock::time_point time) {
    return {{"time", telemetry::detail::to_rfc3339(time)},
            {"event", std::string{event.type_name}},
            {"members", members_of(event, 0)}};
}

std::string OtherEvents::to_line(const Object& event, std::chrono::system_clock::time_point time) {
    const std::string members = members_of(event, 0).dump(
        -1, ' ', false, ordered_json::error_handler_t::replace);  // control characters escaped
    return fmt::format("{} {} {}\n", telemetry::detail::to_rfc3339(time), printable(event.type_name), members);
}

std::string OtherEvents::to_text() const {
    std::string text;
    std::size_t width = 12;
    for (const auto& [type, count] : counts_) {
        width = std::max(width, type.size());
    }
    if (!counts_.empty()) {
        text = fmt::format("{:<{}} {:>9}\n", "other events", width, "count");
    }
    for (const auto& [type, count] : counts_) {
        text += fmt::format("{:<{}} {:>9}\n", printable(type), width, count);
    }
    return text;
}

}  // namespace micromegas::tools
