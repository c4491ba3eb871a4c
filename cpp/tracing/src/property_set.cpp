#include <micromegas/tracing/property_set.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <utility>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

struct SharedProperties {
    std::vector<Property> properties;
    std::atomic<std::size_t> owners{1};
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {

namespace {

std::vector<Property> from_pairs(std::initializer_list<std::pair<std::string_view, std::string_view>> pairs) {
    std::vector<Property> properties;
    properties.reserve(pairs.size());
    for (const auto& [name, value] : pairs) {
        properties.push_back({std::string{name}, std::string{value}});
    }
    return properties;
}

/// Sorted, the last of each name.
std::vector<Property> sort(std::span<const Property> given) {
    if (std::ranges::adjacent_find(given, std::ranges::greater_equal{}, &Property::name) == given.end()) {
        return {given.begin(), given.end()};
    }
    std::vector<const Property*> order;
    order.reserve(given.size());
    for (const Property& property : given) {
        order.push_back(&property);
    }
    const auto comes_first = [](const Property* a, const Property* b) noexcept {
        const int names = a->name.compare(b->name);
        return names != 0 ? names < 0 : a < b;
    };
    std::ranges::make_heap(order, comes_first);  // of the sorts the one with the least code
    std::ranges::sort_heap(order, comes_first);
    std::vector<Property> properties;
    properties.reserve(order.size());
    for (const Property* const property : order) {
        if (!properties.empty() && properties.back().name == property->name) {
            properties.back().value = property->value;
        } else {
            properties.push_back(*property);
        }
    }
    return properties;
}

}  // namespace

PropertySet::PropertySet(std::initializer_list<std::pair<std::string_view, std::string_view>> properties)
    : PropertySet(from_pairs(properties)) {}

PropertySet::PropertySet(std::span<const Property> given) {
    if (!given.empty()) {
        shared_ = new detail::SharedProperties{sort(given)};
    }
}

std::span<const Property> PropertySet::properties() const noexcept {
    return shared_ != nullptr ? std::span<const Property>{shared_->properties} : std::span<const Property>{};
}

void PropertySet::share() noexcept {
    if (shared_ != nullptr) {
        shared_->owners.fetch_add(1, std::memory_order_relaxed);
    }
}

void PropertySet::release() noexcept {
    if (shared_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        delete shared_;
    }
}

bool operator==(const PropertySet& a, const PropertySet& b) noexcept {
    return std::ranges::equal(a.properties(), b.properties());
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
