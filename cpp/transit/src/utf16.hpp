#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {

/// UTF-16LE to UTF-8; a surrogate without its other half becomes U+FFFD. An odd last byte is not looked at.
[[nodiscard]] std::string utf8_from_utf16(std::span<const std::byte> bytes);

}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI
