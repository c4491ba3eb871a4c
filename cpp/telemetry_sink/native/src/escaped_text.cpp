#include "escaped_text.hpp"

#include <micromegas/tracing/detail/valid_utf8.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

constexpr unsigned char byte_at(std::string_view text, std::size_t index) noexcept {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
}

/// A character that a line must not have as it is.
struct SpecialCharacter {
    std::uint32_t code = 0;
    std::size_t size = 0;  // in bytes; 0 for any other character
};

constexpr bool is_bidi_control(std::uint32_t code) noexcept {
    return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

/// Of UTF-8. Terminals obey U+0080 to U+009F like the controls of ASCII: U+009B begins an escape sequence. A control of
/// the direction of text makes a line look like another one.
constexpr SpecialCharacter special_at(std::string_view text, std::size_t index) noexcept {
    const std::uint32_t lead = byte_at(text, index);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::uint32_t second = byte_at(text, index + 1) & 0x3FU;
    if (lead == 0xC2 || lead == 0xD8) {
        const std::uint32_t code = ((lead & 0x1FU) << 6U) | second;
        return code < 0xA0 || is_bidi_control(code) ? SpecialCharacter{code, 2} : SpecialCharacter{};
    }
    const std::uint32_t code = 0x2000U | (second << 6U) | (byte_at(text, index + 2) & 0x3FU);
    return lead == 0xE2 && is_bidi_control(code) ? SpecialCharacter{code, 3} : SpecialCharacter{};
}

/// The bytes that are not of plain ASCII text, and some others.
constexpr std::array<bool, 256> bytes_to_look_at(std::string_view others) noexcept {
    std::array<bool, 256> bytes{};
    for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
        bytes[byte] = byte < 0x20 || byte >= 0x7F;
    }
    for (const char other : others) {
        bytes[static_cast<unsigned char>(other)] = true;
    }
    return bytes;
}
constexpr std::array<bool, 256> kLookAtInText = bytes_to_look_at({});
constexpr std::array<bool, 256> kLookAtInQuotes = bytes_to_look_at(R"("\)");
constexpr std::array<bool, 256> kLookAtInWord = bytes_to_look_at(R"( =")");

/// How many bytes from `index` on are printable ASCII; eight at a time, the rest is not counted.
std::size_t count_printable(std::string_view text, std::size_t index) noexcept {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    constexpr std::uint64_t kHighBits = 0x80 * kOnes;
    const std::size_t begin = index;
    for (std::uint64_t bytes = 0; index + sizeof bytes <= text.size(); index += sizeof bytes) {
        std::memcpy(&bytes, text.data() + index, sizeof bytes);
        const std::uint64_t low = bytes & ~kHighBits;
        const std::uint64_t is_printable = (low + 0x60 * kOnes) & ~(low + kOnes) & ~bytes;  // 0x20 to 0x7E
        if ((is_printable & kHighBits) != kHighBits) {
            break;
        }
    }
    return index - begin;
}

/// The first such byte, or the end.
std::size_t find_byte(std::string_view text, const std::array<bool, 256>& look_at) noexcept {
    std::size_t index = look_at['"'] ? 0 : count_printable(text, 0);
    while (index < text.size() && !look_at[byte_at(text, index)]) {
        ++index;
    }
    return index;
}

/// Appends the text, with the special characters at those bytes by `escape(code)`. Bytes that are no UTF-8 are
/// replaced, as a terminal of eight bits would obey them.
template <class Escape>
void append_escaped(std::string& to, std::string_view text, const std::array<bool, 256>& look_at, Escape escape) {
    std::size_t index = find_byte(text, look_at);
    if (index == text.size()) [[likely]] {
        to.append(text);
        return;
    }
    std::string repaired;
    text = tracing::detail::valid_utf8(text, repaired);
    std::size_t done = 0;
    while (index < text.size()) {
        const SpecialCharacter character = look_at[byte_at(text, index)] ? special_at(text, index) : SpecialCharacter{};
        if (character.size != 0) {
            to.append(text, done, index - done);
            escape(character.code);
            done = index + character.size;
        }
        index += std::max<std::size_t>(character.size, 1);
    }
    to.append(text, done);
}

void append_hex(std::string& to, std::uint32_t code, unsigned digits) {
    while (digits-- != 0) {
        to.push_back(kHexDigits[(code >> (4 * digits)) & 0xFU]);
    }
}

/// `\x1b`, or `\u202e`.
void append_escape(std::string& to, std::uint32_t code) {
    const bool is_byte = code < 0x100;
    to.append(is_byte ? "\\x" : "\\u");
    append_hex(to, code, is_byte ? 2 : 4);
}

/// In quotation marks; other special characters than those and the backslash by `escape(code)`.
template <class Escape>
void append_quoted(std::string& to, std::string_view text, Escape escape) {
    to.push_back('"');
    append_escaped(to, text, kLookAtInQuotes, [&](std::uint32_t code) {
        if (code == '"' || code == '\\') {
            to.push_back('\\');
            to.push_back(static_cast<char>(code));
        } else {
            escape(code);
        }
    });
    to.push_back('"');
}

bool is_plain_word(std::string_view text) noexcept {
    for (std::size_t index = find_byte(text, kLookAtInWord); index < text.size(); ++index) {
        if (kLookAtInWord[byte_at(text, index)] && special_at(text, index).size != 0) {
            return false;
        }
    }
    return !text.empty();
}

}  // namespace

void append_printable(std::string& to, std::string_view text) {
    append_escaped(to, text, kLookAtInText, [&to](std::uint32_t code) { append_escape(to, code); });
}

void append_word(std::string& to, std::string_view text) {
    if (is_plain_word(text)) {
        append_printable(to, text);
    } else {
        append_quoted(to, text, [&to](std::uint32_t code) { append_escape(to, code); });
    }
}

void append_json(std::string& to, std::string_view text) {
    append_quoted(to, text, [&to](std::uint32_t code) {
        to.append("\\u");
        append_hex(to, code, 4);
    });
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
