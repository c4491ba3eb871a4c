#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace engine {

/// The number of bytes of the valid UTF-8 character that `text` begins with; 0 if it begins with none.
std::size_t utf8_character_size(std::string_view text);

[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// With U+FFFD in place of each byte that belongs to no valid character; adds their number to `replaced`.
std::string repair_utf8(std::string_view text, std::size_t& replaced);

}  // namespace engine
