#include "reserved_names.hpp"

#include <micromegas/tracing/detail/property_keys.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

constexpr std::string_view kPrefix = "property.";

/// Behind any number of prefixes, so that each name has one that is its own.
bool is_of_metrics(std::string_view name) noexcept {
    while (name.starts_with(kPrefix)) {
        name.remove_prefix(kPrefix.size());
    }
    constexpr std::array<std::string_view, 3> kNames{"name", "target", "unit"};
    return std::ranges::any_of(kNames, [&](std::string_view reserved) { return is_same_key(name, reserved); });
}

/// As a record has them.
PropertyBytes write(std::span<const PropertyView> properties, std::string& storage) {
    storage.resize(size_of_properties(properties));
    auto* const bytes = reinterpret_cast<std::byte*>(storage.data());
    put_properties(bytes, properties);
    const std::byte* from = bytes;
    return take_properties(from);
}

}  // namespace

bool replaces_fields_of_logs(PropertyBytes properties) noexcept {
    bool found = false;
    properties.for_each_named([&](std::string_view name, const PropertyValue&) {
        found = found || is_same_key(name, "level") || is_same_key(name, "target");
    });
    return found;
}

PropertyBytes with_names_for_metrics(PropertyBytes properties, std::string& storage) {
    bool found = false;
    properties.for_each_named(
        [&](std::string_view name, const PropertyValue&) { found = found || is_of_metrics(name); });
    if (!found) {
        return properties;
    }
    std::vector<std::string> names;
    std::vector<PropertyView> views;
    properties.for_each([&](std::string_view name, const PropertyValue& value) {
        names.push_back(std::string{is_of_metrics(name) ? kPrefix : ""}.append(name));
        views.push_back({{}, value});
    });
    for (std::size_t at = 0; at < views.size(); ++at) {
        views[at].name = names[at];
    }
    return write(views, storage);
}

PropertyBytes with_name_of_metric(std::string_view name, std::string_view unit, PropertyBytes properties,
                                  std::string& storage) {
    std::vector<PropertyView> views{{"name", name}, {"unit", unit_for_metrics(unit)}};
    properties.for_each([&](std::string_view key, const PropertyValue& value) { views.push_back({key, value}); });
    return write(views, storage);
}

std::string_view name_before_metrics(std::string_view name) noexcept {
    return name.starts_with(kPrefix) && is_of_metrics(name) ? name.substr(kPrefix.size()) : name;
}

std::string_view unit_for_metrics(std::string_view unit) noexcept { return unit == "ticks" ? "tick" : unit; }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
