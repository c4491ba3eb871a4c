#include "json_value.hpp"

#include "../utf8.hpp"

#include <cmath>
#include <cstdint>
#include <iterator>
#include <span>

#include <fmt/format.h>

namespace engine::sql {
namespace {

/// Escapes also U+007F to U+009F, which JSON allows, but which control a terminal.
void append_escaped(std::string& json, std::string_view valid_utf8) {
    bool is_after_c2 = false;  // the first byte of U+0080 to U+00BF
    for (const char c : valid_utf8) {
        const auto code = static_cast<unsigned char>(c);
        const bool is_c1 = is_after_c2 && code <= 0x9F;
        is_after_c2 = code == 0xC2;
        if (is_c1) {
            json.pop_back();
        }
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (c == '\n') {
            json += "\\n";
        } else if (c == '\r') {
            json += "\\r";
        } else if (c == '\t') {
            json += "\\t";
        } else if (code < 0x20 || code == 0x7F || is_c1) {
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", code);
        } else {
            json += c;
        }
    }
}

std::span<const unsigned char> bytes_of(sqlite3_value* value, const void* begin) {
    return {static_cast<const unsigned char*>(begin), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void append_text(std::string& json, sqlite3_value* value) {
    const auto bytes = bytes_of(value, sqlite3_value_text(value));
    append_json(json, std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void append_hex(std::string& json, sqlite3_value* value) {
    json += '"';
    for (const unsigned char byte : bytes_of(value, sqlite3_value_blob(value))) {
        fmt::format_to(std::back_inserter(json), "{:02X}", byte);
    }
    json += '"';
}

void append_real(std::string& json, double number) {
    const std::string digits = fmt::format("{}", number == 0 ? 0.0 : number);  // JavaScript would write -0 as 0
    json += digits;
    json += digits.find_first_of(".e") == std::string::npos ? ".0" : "";
}

}  // namespace

void append_json(std::string& json, std::string_view text) {
    json += '"';
    if (is_valid_utf8(text)) {
        append_escaped(json, text);
    } else {
        std::size_t replaced = 0;
        append_escaped(json, repair_utf8(text, replaced));
    }
    json += '"';
}

bool append_json(std::string& json, sqlite3_value* value) {
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            fmt::format_to(std::back_inserter(json), "{}", std::int64_t{sqlite3_value_int64(value)});
            return true;
        case SQLITE_TEXT:
            append_text(json, value);
            return true;
        case SQLITE_BLOB:
            append_hex(json, value);
            return true;
        case SQLITE_FLOAT:
            if (const double number = sqlite3_value_double(value); std::isfinite(number)) {
                append_real(json, number);
                return true;
            }
            json += "null";
            return false;
        default:
            json += "null";
            return true;
    }
}

}  // namespace engine::sql
