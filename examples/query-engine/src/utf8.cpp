#include "utf8.hpp"

#include <algorithm>
#include <array>

namespace engine {
namespace {

struct Form {
    unsigned char first_min, first_max;    // of the first byte
    unsigned char second_min, second_max;  // of the second; those after it are 80..BF
    std::size_t size;
};

// Table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF.
constexpr std::array<Form, 9> kForms = {{
    {0x00, 0x7F, 0x00, 0x00, 1},
    {0xC2, 0xDF, 0x80, 0xBF, 2},
    {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3},
    {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4},
    {0xF4, 0xF4, 0x80, 0x8F, 4},
}};

}  // namespace

std::size_t utf8_character_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto is_between = [](unsigned char value, unsigned char low, unsigned char high) {
        return value >= low && value <= high;
    };
    for (const Form& form : kForms) {
        if (text.empty() || !is_between(byte(0), form.first_min, form.first_max)) {
            continue;
        }
        if (text.size() < form.size || (form.size > 1 && !is_between(byte(1), form.second_min, form.second_max))) {
            return 0;
        }
        for (std::size_t i = 2; i < form.size; ++i) {
            if (!is_between(byte(i), 0x80, 0xBF)) {
                return 0;
            }
        }
        return form.size;
    }
    return 0;
}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = utf8_character_size(text);
        if (size == 0) {
            return false;
        }
        text.remove_prefix(size);
    }
    return true;
}

std::string repair_utf8(std::string_view text, std::size_t& replaced) {
    std::string repaired;
    repaired.reserve(text.size());
    while (!text.empty()) {
        const std::size_t size = utf8_character_size(text);
        replaced += size == 0 ? 1 : 0;
        repaired += size == 0 ? "\xEF\xBF\xBD" : text.substr(0, size);
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return repaired;
}

}  // namespace engine
