// The properties of a record, as record_types.hpp describes them.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <cstddef>
#include <span>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Of properties that come with their names.
[[nodiscard]] std::size_t size_of_properties(std::span<const PropertyView> properties) noexcept;
std::byte* put_properties(std::byte* to, std::span<const PropertyView> properties) noexcept;

// And of those that follow others.
[[nodiscard]] std::size_t size_of_named(std::span<const PropertyView> properties) noexcept;
std::byte* put_named(std::byte* to, std::span<const PropertyView> properties) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
