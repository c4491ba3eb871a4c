#pragma once

#include <micromegas/abi.hpp>

#include <algorithm>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Whether two properties have one name: in any case, as for a server. ASCII only.
[[nodiscard]] inline bool is_same_name(std::string_view a, std::string_view b) noexcept {
    const auto lower = [](char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
