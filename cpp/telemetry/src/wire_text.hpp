#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace micromegas::telemetry::detail {

/// What a server's database can hold of a text: no NUL, UTF-8, at most so many characters. `scratch` holds the answer
/// where it is not the text itself.
[[nodiscard]] std::string_view wire_text(std::string_view text, std::string& scratch,
                                         std::size_t most_characters = std::string_view::npos);

}  // namespace micromegas::telemetry::detail
