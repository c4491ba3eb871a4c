#pragma once

#include <string>
#include <string_view>

/// Data must not control the terminal or break a line: control characters, which are U+0000 to U+001F and
/// U+007F to U+009F, are escaped. js/cell.js makes the same text.
std::string printable(std::string_view utf8);
