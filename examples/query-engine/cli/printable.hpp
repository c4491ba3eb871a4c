#pragma once

#include <string>
#include <string_view>

/// Data must not be able to steer the terminal, nor to break a line: control characters, which are U+0000 to U+001F and
/// U+007F to U+009F, are escaped. js/cell.js makes the same text.
std::string printable(std::string_view utf8);
