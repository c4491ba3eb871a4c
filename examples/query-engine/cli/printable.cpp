#include "printable.hpp"

#include <iterator>

#include <fmt/format.h>

std::string printable(std::string_view utf8) {
    std::string result;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        auto code = static_cast<unsigned char>(utf8[i]);
        const auto next = static_cast<unsigned char>(i + 1 < utf8.size() ? utf8[i + 1] : 0);
        const bool is_c1 = code == 0xC2 && next >= 0x80 && next <= 0x9F;
        if (is_c1) {
            code = next;
            ++i;
        }
        if (code == '\n') {
            result += "\\n";
        } else if (is_c1 || code < 0x20 || code == 0x7F) {
            fmt::format_to(std::back_inserter(result), "\\x{:02x}", code);
        } else {
            result += static_cast<char>(code);
        }
    }
    return result;
}
