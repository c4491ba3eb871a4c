#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Properties of the same name keep their order. Of the platform.
void sort_by_name(std::vector<Property>& properties);

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
