#include <micromegas/tracing/detail/valid_utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// The bytes of the character that the text begins with; 0 if there is none. Overlong forms, surrogates and values
/// above U+10FFFF are no characters (RFC 3629).
std::size_t character_size(std::string_view text) noexcept {
    const auto lead = static_cast<std::uint8_t>(text.front());
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < size) {
        return 0;
    }
    std::uint32_t code = lead & (0x7FU >> size);
    for (const char next : text.substr(1, size - 1)) {
        if ((static_cast<std::uint8_t>(next) & 0xC0U) != 0x80) {
            return 0;
        }
        code = (code << 6U) | (static_cast<std::uint8_t>(next) & 0x3FU);
    }
    const std::uint32_t least = size == 4 ? 0x10000 : size == 3 ? 0x800 : 0x80;
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < least || is_surrogate || code > 0x10FFFF ? 0 : size;
}

bool is_ascii(std::string_view text) noexcept {
    constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080U;
    const char* at = text.data();
    std::size_t left = text.size();
    std::uint64_t bits = 0;
    for (std::uint64_t eight = 0; left >= sizeof eight; left -= sizeof eight, at += sizeof eight) {
        std::memcpy(&eight, at, sizeof eight);
        bits |= eight;
    }
    for (; left > 0; --left) {
        bits |= static_cast<std::uint8_t>(*at++);
    }
    return (bits & kHighBits) == 0;
}

/// How much of the text is valid.
std::size_t valid_size(std::string_view text) noexcept {
    std::size_t valid = 0;
    while (valid < text.size()) {
        const std::size_t size = character_size(text.substr(valid));
        if (size == 0) {
            break;
        }
        valid += size;
    }
    return valid;
}

}  // namespace

std::string_view valid_utf8(std::string_view text, std::string& repaired) {
    if (is_ascii(text)) {
        return text;
    }
    std::size_t valid = valid_size(text);
    if (valid == text.size()) {
        return text;
    }
    repaired.clear();
    while (!text.empty()) {
        repaired.append(text.substr(0, valid));
        text.remove_prefix(valid);
        if (!text.empty()) {
            repaired.append(kReplacement);
            text.remove_prefix(1);
        }
        valid = valid_size(text);
    }
    return repaired;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
