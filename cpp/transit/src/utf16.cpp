#include "utf16.hpp"

#include <cstdint>

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {
namespace {

void append_utf8(std::string& text, std::uint32_t code_point) {
    const auto append = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
    const auto append_continuation = [&](std::uint32_t bits) { append(0x80U | (bits & 0x3FU)); };
    if (code_point < 0x80) {
        append(code_point);
    } else if (code_point < 0x800) {
        append(0xC0U | (code_point >> 6U));
        append_continuation(code_point);
    } else if (code_point < 0x10000) {
        append(0xE0U | (code_point >> 12U));
        append_continuation(code_point >> 6U);
        append_continuation(code_point);
    } else {
        append(0xF0U | (code_point >> 18U));
        append_continuation(code_point >> 12U);
        append_continuation(code_point >> 6U);
        append_continuation(code_point);
    }
}

constexpr bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
constexpr bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::string utf8_from_utf16(std::span<const std::byte> bytes) {
    constexpr std::uint32_t kReplacement = 0xFFFD;
    const std::size_t units = bytes.size() / 2;
    const auto unit_at = [&](std::size_t i) {
        return std::to_integer<std::uint32_t>(bytes[2 * i]) | std::to_integer<std::uint32_t>(bytes[2 * i + 1]) << 8U;
    };
    std::string text;
    for (std::size_t i = 0; i < units; ++i) {
        const std::uint32_t unit = unit_at(i);
        if (is_high_surrogate(unit) && i + 1 < units && is_low_surrogate(unit_at(i + 1))) {
            append_utf8(text, 0x10000 + ((unit - 0xD800) << 10U) + (unit_at(++i) - 0xDC00));
        } else {
            append_utf8(text, is_high_surrogate(unit) || is_low_surrogate(unit) ? kReplacement : unit);
        }
    }
    return text;
}

}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI
