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
    // One by one: sets are small, and a sort that keeps the order of equals is many times this code.
    auto sorted = std::make_shared<std::vector<Property>>();
    sorted->reserve(properties.size());
    for (Property& property : properties) {
        const auto place = std::ranges::lower_bound(*sorted, property.name, {}, &Property::name);
        if (place != sorted->end() && place->name == property.name) {
            place->value = std::move(property.value);
        } else {
            sorted->insert(place, std::move(property));
        }
    }
    properties_ = std::move(sorted);
}

bool operator==(const PropertySet& a, const PropertySet& b) noexcept {
    return std::ranges::equal(a.properties(), b.properties());
}

}  // namespace micromegas::tracing
