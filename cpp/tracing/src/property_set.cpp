#include <micromegas/tracing/property_set.hpp>

#include "merge_properties.hpp"
#include "sort_by_name.hpp"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

struct SharedProperties {
    explicit SharedProperties(std::vector<Property> given)
        : properties(std::move(given)), views(views_of(properties)) {}

    std::vector<Property> properties;
    std::vector<PropertyView> views;
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

}  // namespace

PropertySet::PropertySet(std::initializer_list<std::pair<std::string_view, std::string_view>> properties)
    : PropertySet(from_pairs(properties)) {}

PropertySet::PropertySet(std::span<const Property> given) {
    if (given.empty()) {
        return;
    }
    std::vector<Property> properties{given.begin(), given.end()};
    detail::sort_by_name(properties);
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
    shared_ = new detail::SharedProperties{std::move(properties)};
}

std::span<const Property> PropertySet::properties() const noexcept {
    return shared_ != nullptr ? std::span<const Property>{shared_->properties} : std::span<const Property>{};
}

std::span<const PropertyView> PropertySet::views() const noexcept {
    return shared_ != nullptr ? std::span<const PropertyView>{shared_->views} : std::span<const PropertyView>{};
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
