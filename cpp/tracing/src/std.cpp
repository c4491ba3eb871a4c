#include <micromegas/tracing/std.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

constexpr bool is_surrogate(char32_t unit) noexcept { return unit >= 0xD800 && unit < 0xE000; }
constexpr bool is_high_surrogate(char32_t unit) noexcept { return unit >= 0xD800 && unit < 0xDC00; }
constexpr bool is_low_surrogate(char32_t unit) noexcept { return unit >= 0xDC00 && unit < 0xE000; }

void append_utf8(std::string& to, char32_t point) {
    if (point > 0x10FFFF || is_surrogate(point)) {
        point = kReplacement;
    }
    const auto append = [&](char32_t lead, unsigned shift) {
        to.push_back(static_cast<char>(lead | (point >> shift)));
        while (shift != 0) {
            shift -= 6;
            to.push_back(static_cast<char>(0x80U | ((point >> shift) & 0x3FU)));
        }
    };
    if (point < 0x80) {
        append(0, 0);
    } else if (point < 0x800) {
        append(0xC0, 6);
    } else if (point < 0x10000) {
        append(0xE0, 12);
    } else {
        append(0xF0, 18);
    }
}

template <class Unit>
std::string from_utf16(std::basic_string_view<Unit> text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto unit = static_cast<char32_t>(text[at]);
        const char32_t next = at + 1 < text.size() ? static_cast<char32_t>(text[at + 1]) : 0;
        if (is_high_surrogate(unit) && is_low_surrogate(next)) {
            append_utf8(result, 0x10000 + ((unit - 0xD800) << 10U) + (next - 0xDC00));
            ++at;
        } else {
            append_utf8(result, unit);
        }
    }
    return result;
}

template <class Unit>
std::string from_utf32(std::basic_string_view<Unit> text) {
    std::string result;
    for (const Unit unit : text) {
        append_utf8(result, static_cast<char32_t>(unit));
    }
    return result;
}

/// Of the character that begins with such a unit; 0 if none does.
std::size_t length_by_lead(unsigned lead) noexcept {
    struct Range {
        unsigned end;
        std::size_t length;
    };
    for (const auto& [end, length] : {Range{0x80, 1}, {0xC2, 0}, {0xE0, 2}, {0xF0, 3}, {0xF5, 4}}) {
        if (lead < end) {
            return length;
        }
    }
    return 0;
}

/// No overlong form, no surrogate, nothing beyond the last code point.
bool may_follow(unsigned lead, unsigned second) noexcept {
    switch (lead) {
        case 0xE0:
            return second >= 0xA0;
        case 0xED:
            return second < 0xA0;
        case 0xF0:
            return second >= 0x90;
        case 0xF4:
            return second < 0x90;
        default:
            return true;
    }
}

/// The length of the well-formed character at the begin of the text, or 0.
std::size_t length_of_character(std::u8string_view text) noexcept {
    const auto lead = static_cast<unsigned>(text.front());
    const std::size_t length = length_by_lead(lead);
    if (length == 0 || length > text.size() || (length > 1 && !may_follow(lead, static_cast<unsigned>(text[1])))) {
        return 0;
    }
    const auto is_continuation = [](char8_t unit) { return (unit & 0xC0U) == 0x80U; };
    return std::ranges::all_of(text.substr(1, length - 1), is_continuation) ? length : 0;
}

constexpr std::string_view kDigits = "0123456789abcdef";

void append_byte(std::string& to, std::byte byte) {
    to.push_back(kDigits[std::to_integer<std::size_t>(byte >> 4U)]);
    to.push_back(kDigits[std::to_integer<std::size_t>(byte & std::byte{0x0F})]);
}

}  // namespace

std::string utf8(std::u8string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t length = length_of_character(text);
        if (length == 0) {
            append_utf8(result, kReplacement);
            text.remove_prefix(1);
        } else {
            std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length), std::back_inserter(result),
                           [](char8_t unit) { return static_cast<char>(unit); });
            text.remove_prefix(length);
        }
    }
    return result;
}
std::string utf8(std::u16string_view text) { return from_utf16(text); }
std::string utf8(std::u32string_view text) { return from_utf32(text); }
std::string utf8(std::wstring_view text) {
    if constexpr (sizeof(wchar_t) == sizeof(char16_t)) {
        return from_utf16(text);
    } else {
        return from_utf32(text);
    }
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

std::string format_utc(std::int64_t seconds_since_epoch, std::string_view format) {
    const auto time = static_cast<std::time_t>(seconds_since_epoch);
    std::tm parts{};
    static_cast<void>(gmtime_r(&time, &parts));
    std::array<char, 256> text{};
    return {text.data(), std::strftime(text.data(), text.size(), std::string{format}.c_str(), &parts)};
}

void append_hex(std::string& to, std::span<const std::byte> bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (at != 0) {
            to.push_back(' ');
        }
        append_byte(to, bytes[at]);
    }
}

void append_hex_lines(std::string& to, std::span<const std::byte> bytes) {
    constexpr std::size_t kBytesOfALine = 16;
    for (std::size_t begin = 0; begin < bytes.size(); begin += kBytesOfALine) {
        const auto line = bytes.subspan(begin, std::min(kBytesOfALine, bytes.size() - begin));
        to.append(begin == 0 ? "" : "\n");
        for (unsigned shift = 32; shift != 0;) {
            shift -= 8;
            append_byte(to, static_cast<std::byte>((begin >> shift) & 0xFFU));
        }
        for (std::size_t at = 0; at < kBytesOfALine; ++at) {
            to.append(at % 8 == 0 ? "  " : " ");
            if (at < line.size()) {
                append_byte(to, line[at]);
            } else {
                to.append("  ");
            }
        }
        to.append("  |");
        for (const std::byte byte : line) {
            const auto character = std::to_integer<char>(byte);
            to.push_back(character >= ' ' && character <= '~' ? character : '.');
        }
        to.push_back('|');
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
