#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {

/// The part of a text that a server's database can store: no NUL, UTF-8, a limited number of characters. `scratch`
/// holds the result if it is not the text itself.
[[nodiscard]] std::string_view wire_text(std::string_view text, std::string& scratch,
                                         std::size_t most_characters = std::string_view::npos);

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
