#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace micromegas::tools {

/// Characters that would break a line or the terminal are shown as \xNN.
inline std::string printable(std::string_view text) {
    std::string shown;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            shown += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
        } else {
            shown += c;
        }
    }
    return shown;
}

}  // namespace micromegas::tools
