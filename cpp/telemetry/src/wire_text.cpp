#include "wire_text.hpp"

#include <micromegas/tracing/detail/valid_utf8.hpp>

#include <cstdint>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {
namespace {

/// The first so many characters of valid UTF-8.
std::string_view cut(std::string_view text, std::size_t most_characters) noexcept {
    if (text.size() <= most_characters) {
        return text;
    }
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins_character = (static_cast<std::uint8_t>(text[at]) & 0xC0U) != 0x80;
        if (begins_character && ++characters > most_characters) {
            return text.substr(0, at);
        }
    }
    return text;
}

}  // namespace

std::string_view wire_text(std::string_view text, std::string& scratch, std::size_t most_characters) {
    std::string without_nuls;
    if (text.find('\0') != std::string_view::npos) {
        without_nuls = text;
        std::erase(without_nuls, '\0');
        text = without_nuls;
    }
    std::string repaired;
    text = tracing::detail::valid_utf8(text, repaired);
    text = cut(text, most_characters);
    if (without_nuls.empty() && repaired.empty()) {
        return text;
    }
    scratch = text;
    return scratch;
}

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
