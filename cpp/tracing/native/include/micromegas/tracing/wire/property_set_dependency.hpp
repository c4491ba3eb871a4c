// Properties as a dependency of tagged events.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/reflection.hpp>
#include <micromegas/transit/strings.hpp>

#include <cstdint>
#include <span>

namespace micromegas::tracing::wire::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// A property on the wire: its name and its value are strings among the dependencies. Elsewhere it is `Property`.
struct PropertyRef {
    transit::StaticStringRef name;
    transit::StaticStringRef value;

    static constexpr auto reflect() {
        return transit::static_type("Property", transit::field("name", &PropertyRef::name),
                                    transit::field("value", &PropertyRef::value));
    }
};

struct PropertySetDependency {
    std::uint64_t id;
    std::span<const PropertyRef> properties;

    static constexpr auto reflect() {
        return transit::dynamic_type("PropertySetDependency", transit::field("id", &PropertySetDependency::id),
                                     transit::field("properties", &PropertySetDependency::properties));
    }
};

static_assert(transit::kSizeOf<PropertyRef> == 16);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::wire::inline MICROMEGAS_ABI
