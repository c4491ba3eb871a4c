#include <micromegas/tracing/property_set.hpp>

#include <algorithm>
#include <iterator>

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
    // By hand: sets are small, and a sort that keeps the order of equals is many times this code.
    for (auto next = properties.begin(); next != properties.end(); ++next) {
        for (auto place = next; place != properties.begin() && place->name < std::prev(place)->name; --place) {
            std::swap(*place, *std::prev(place));
        }
    }
    auto last = properties.begin();
    for (auto next = properties.begin() + 1; next != properties.end(); ++next) {
        if (next->name != last->name) {
            ++last;
        }
        std::swap(*last, *next);
    }
    while (properties.end() != last + 1) {
        properties.pop_back();
    }
    properties_ = std::make_shared<const std::vector<Property>>(std::move(properties));
}

bool operator==(const PropertySet& a, const PropertySet& b) noexcept {
    return std::ranges::equal(a.properties(), b.properties());
}

}  // namespace micromegas::tracing
