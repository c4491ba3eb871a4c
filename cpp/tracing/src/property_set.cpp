#include <micromegas/tracing/property_set.hpp>

#include <algorithm>

namespace micromegas::tracing {
namespace {

std::vector<Property> from_pairs(std::initializer_list<std::pair<std::string_view, std::string_view>> pairs) {
    std::vector<Property> properties;
    properties.reserve(pairs.size());
    for (const auto& [name, value] : pairs) {
        properties.push_back({std::string{name}, std::string{value}});
    }
    return properties;
}

}  // namespace

PropertySet::PropertySet(std::initializer_list<std::pair<std::string_view, std::string_view>> properties)
    : PropertySet(from_pairs(properties)) {}

PropertySet::PropertySet(std::vector<Property> properties) {
    if (properties.empty()) {
        return;
    }
    // The last of equal names counts, so they are made the first of their run before `unique` keeps the first.
    std::ranges::reverse(properties);
    std::ranges::stable_sort(properties, {}, &Property::name);
    const auto same_name = [](const Property& a, const Property& b) { return a.name == b.name; };
    properties.erase(std::unique(properties.begin(), properties.end(), same_name), properties.end());
    properties_ = std::make_shared<const std::vector<Property>>(std::move(properties));
}

bool operator==(const PropertySet& a, const PropertySet& b) noexcept {
    return std::ranges::equal(a.properties(), b.properties());
}

}  // namespace micromegas::tracing
