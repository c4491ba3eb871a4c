#include "column_profile.hpp"

#include <charconv>
#include <system_error>

namespace engine::csv {
namespace {

/// Takes the digits at the front of `text` away; returns how many.
std::size_t skip_digits(std::string_view& text) noexcept {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') {
        ++count;
    }
    text.remove_prefix(count);
    return count;
}

bool skip(std::string_view& text, std::string_view any_of) noexcept {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

bool fits_64_bits(std::string_view digits) noexcept {
    std::int64_t value = 0;
    return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{};
}

}  // namespace

std::string_view to_string(ColumnType type) noexcept {
    switch (type) {
        case ColumnType::Integer:
            return "INTEGER";
        case ColumnType::Real:
            return "REAL";
        case ColumnType::Text:
            break;
    }
    return "TEXT";
}

ValueKind classify(std::string_view value) noexcept {
    if (value.empty()) {
        return ValueKind::Empty;
    }
    std::string_view rest = value;
    skip(rest, "-");
    const bool begins_with_zero = rest.starts_with('0');
    const std::size_t whole = skip_digits(rest);
    const bool has_point = skip(rest, ".");
    const std::size_t fraction = has_point ? skip_digits(rest) : 0;
    if (whole + fraction == 0) {
        return ValueKind::Text;
    }
    const bool has_exponent = skip(rest, "eE");
    if (has_exponent) {
        skip(rest, "+-");
        if (skip_digits(rest) == 0) {
            return ValueKind::Text;
        }
    }
    if (!rest.empty()) {
        return ValueKind::Text;
    }
    if (begins_with_zero && whole > 1) {
        return ValueKind::PaddedNumber;
    }
    if (has_point || has_exponent) {
        return ValueKind::Real;
    }
    return fits_64_bits(value) ? ValueKind::Integer : ValueKind::Text;
}

void ColumnProfile::add(std::string_view value, std::size_t line) {
    switch (classify(value)) {
        case ValueKind::Empty:
            ++empty;
            break;
        case ValueKind::Integer:
            ++integers;
            break;
        case ValueKind::Real:
            ++reals;
            break;
        case ValueKind::PaddedNumber:
            ++padded_numbers;
            break;
        case ValueKind::Text:
            if (texts++ == 0) {
                first_text = value;
                first_text_line = line;
            }
            break;
    }
}

std::uint64_t ColumnProfile::values() const noexcept { return integers + reals + padded_numbers + texts; }

ColumnType ColumnProfile::type() const noexcept {
    if (texts + padded_numbers > 0 || values() == 0) {
        return ColumnType::Text;
    }
    return reals > 0 ? ColumnType::Real : ColumnType::Integer;
}

}  // namespace engine::csv
