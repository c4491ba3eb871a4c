#include "merge_properties.hpp"

#include <micromegas/tracing/detail/property_keys.hpp>

#include <algorithm>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

std::vector<PropertyView> views_of(std::span<const Property> properties) {
    std::vector<PropertyView> views;
    views.reserve(properties.size());
    for (const Property& property : properties) {
        views.push_back({property.name, property.value});
    }
    return views;
}

std::vector<PropertyView> merge_properties(const PropertySet& set, std::span<const PropertyView> call) {
    std::vector<PropertyView> all;
    for (const PropertyView& property : set.views()) {
        if (std::ranges::none_of(call, [&](const PropertyView& own) { return is_same_key(own.name, property.name); })) {
            all.push_back(property);
        }
    }
    all.insert(all.end(), call.begin(), call.end());
    return all;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
