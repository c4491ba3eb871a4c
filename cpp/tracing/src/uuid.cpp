#include <micromegas/tracing/uuid.hpp>

#include "random_bytes.hpp"

#include <cstddef>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

constexpr std::size_t kTextSize = 36;
constexpr std::string_view kDigits = "0123456789abcdef";

constexpr bool is_hyphen_position(std::size_t index) noexcept {
    return index == 8 || index == 13 || index == 18 || index == 23;
}

constexpr std::optional<std::uint8_t> digit_value(char c) noexcept {
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::size_t value = kDigits.find(lower);
    return value == std::string_view::npos ? std::nullopt : std::optional{static_cast<std::uint8_t>(value)};
}

}  // namespace

Uuid Uuid::random() noexcept {
    Bytes bytes{};
    detail::fill_with_random_bytes(bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U);  // version 4
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);  // variant of RFC 9562
    return Uuid{bytes};
}

std::optional<Uuid> Uuid::parse(std::string_view text) noexcept {
    if (text.size() != kTextSize) {
        return std::nullopt;
    }
    Bytes bytes{};
    std::size_t nibble = 0;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (is_hyphen_position(index)) {
            if (text[index] != '-') {
                return std::nullopt;
            }
            continue;
        }
        const auto value = digit_value(text[index]);
        if (!value) {
            return std::nullopt;
        }
        std::uint8_t& byte = bytes[nibble / 2];
        byte = static_cast<std::uint8_t>((byte << 4U) | *value);
        ++nibble;
    }
    return Uuid{bytes};
}

std::string Uuid::to_string() const {
    std::string text;
    text.reserve(kTextSize);
    for (const std::uint8_t byte : bytes_) {
        if (is_hyphen_position(text.size())) {
            text.push_back('-');
        }
        text.push_back(kDigits[byte >> 4U]);
        text.push_back(kDigits[byte & 0x0FU]);
    }
    return text;
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
