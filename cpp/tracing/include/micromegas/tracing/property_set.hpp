// Names and values that go with a log entry, a metric or a process, and live longer than one call. MM_P gives an entry
// or a metric a property of its own: macros.hpp.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/property_value.hpp>

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct Property {
    std::string name;
    std::string value;

    friend bool operator==(const Property&, const Property&) = default;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
struct SharedProperties;
MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// An immutable set of properties, cheap to copy: the copies share one allocation, freed with the last of them.
/// Sorted by name; if a name is given twice the last value counts. Any thread may read it.
class PropertySet {
public:
    PropertySet() noexcept = default;
    PropertySet(std::initializer_list<std::pair<std::string_view, std::string_view>> properties);
    explicit PropertySet(std::span<const Property> given);

    PropertySet(const PropertySet& other) noexcept : shared_(other.shared_) { share(); }
    PropertySet(PropertySet&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
    PropertySet& operator=(const PropertySet& other) noexcept { return *this = PropertySet{other}; }
    PropertySet& operator=(PropertySet&& other) noexcept {
        PropertySet taken{std::move(other)};
        std::swap(shared_, taken.shared_);
        return *this;
    }
    ~PropertySet() {
        if (shared_ != nullptr) {
            release();
        }
    }

    /// Valid as long as a copy of this set lives.
    [[nodiscard]] std::span<const Property> properties() const noexcept;
    /// The same, as sinks get them.
    [[nodiscard]] std::span<const PropertyView> views() const noexcept;

    friend bool operator==(const PropertySet& a, const PropertySet& b) noexcept;

private:
    void share() noexcept;
    void release() noexcept;

    detail::SharedProperties* shared_ = nullptr;  // not a std::shared_ptr: <memory> is large
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
