// Names and values that go with a log entry, a metric or a process.
#pragma once

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace micromegas::tracing {

struct Property {
    std::string name;
    std::string value;

    friend bool operator==(const Property&, const Property&) = default;
};

/// An immutable set of properties, cheap to copy: the copies share one allocation, freed with the last of them.
/// Sorted by name; where a name is given twice the last value counts. Any thread may read it.
class PropertySet {
public:
    PropertySet() noexcept = default;
    PropertySet(std::initializer_list<std::pair<std::string_view, std::string_view>> properties);
    explicit PropertySet(std::vector<Property> properties);

    /// Valid as long as a copy of this set lives.
    [[nodiscard]] std::span<const Property> properties() const noexcept {
        return properties_ ? std::span<const Property>{*properties_} : std::span<const Property>{};
    }

    friend bool operator==(const PropertySet& a, const PropertySet& b) noexcept;

private:
    std::shared_ptr<const std::vector<Property>> properties_;
};

}  // namespace micromegas::tracing
