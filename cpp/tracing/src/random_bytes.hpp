#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>
#include <span>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Random bytes of the system's, for ids; where it has none, of as good a kind as can be had.
void fill_with_random_bytes(std::span<std::uint8_t> bytes) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
