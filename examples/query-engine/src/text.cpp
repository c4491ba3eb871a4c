#include "text.hpp"

#include <algorithm>

namespace engine {
namespace {

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    std::string joined;
    for (const std::string& part : parts) {
        joined += joined.empty() ? std::string_view{} : separator;
        joined += part;
    }
    return joined;
}

std::string quote_identifier(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) {
        quoted.append(c == '"' ? 2 : 1, c);
    }
    quoted += '"';
    return quoted;
}

std::string one_line(std::string_view text) {
    std::string line;
    bool space_is_due = false;
    for (const char c : text) {
        if (is_space(c)) {
            space_is_due = !line.empty();
            continue;
        }
        if (space_is_due) {
            line += ' ';
            space_is_due = false;
        }
        line += c;
    }
    return line;
}

std::string shorten(std::string_view text, std::size_t max_characters) {
    std::string line = one_line(text);
    std::size_t characters = 0;
    std::size_t last_start = 0;  // of the last character that may stand
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (continues_character(line[i])) {
            continue;
        }
        if (characters == max_characters) {
            return line.substr(0, last_start) + "…";
        }
        last_start = i;
        ++characters;
    }
    return line;
}

}  // namespace engine
