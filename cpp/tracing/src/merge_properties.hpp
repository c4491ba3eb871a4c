#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <span>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

[[nodiscard]] std::vector<PropertyView> views_of(std::span<const Property> properties);

/// The properties of both, those of the set first, but for those that the call has too.
[[nodiscard]] std::vector<PropertyView> merge_properties(const PropertySet& set, std::span<const PropertyView> call);

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
