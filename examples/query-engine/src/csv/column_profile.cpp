#include "column_profile.hpp"

#include "../number.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

namespace engine::csv {
namespace {

/// Takes the digits at the front of `text` away, and returns them.
std::string_view take_digits(std::string_view& text) noexcept {
    const std::string_view digits = text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
    text.remove_prefix(digits.size());
    return digits;
}

bool skip(std::string_view& text, std::string_view any_of) noexcept {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<std::int64_t> to_integer(std::string_view digits) noexcept {
    std::int64_t value = 0;
    const bool fits = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{};
    return fits ? std::optional{value} : std::nullopt;
}

/// A number in parts: `whole`.`fraction`e`exponent`.
struct Decimal {
    std::string_view whole;
    std::string_view fraction;
    std::string_view exponent;
};

constexpr std::int64_t kLargestExponent = 308;
constexpr std::string_view kLargestDigits = "17976931348623157";  // of the largest double, times 10^308
constexpr std::int64_t kSmallestExponent = -323;                  // SQLite reads smaller ones as 0

/// Whether a double is close to this number: neither infinite, nor 0 where the number is not.
bool is_in_range_of_double(const Decimal& number) {
    std::string digits{number.whole};
    digits += number.fraction;
    const std::size_t leading_zeros = digits.find_first_not_of('0');
    if (leading_zeros == std::string::npos) {
        return true;
    }
    const bool is_negative = number.exponent.starts_with('-');
    std::string_view written = number.exponent;
    skip(written, "+-");
    constexpr std::int64_t far = 1'000'000'000'000;  // beyond the number of digits in any file
    const std::int64_t size = written.empty() ? 0 : std::min(to_integer(written).value_or(far), far);
    // Of the first digit that is not 0.
    const std::int64_t exponent = (is_negative ? -size : size) + static_cast<std::int64_t>(number.whole.size()) - 1 -
                                  static_cast<std::int64_t>(leading_zeros);
    digits.erase(0, leading_zeros);
    return exponent >= kSmallestExponent &&
           (exponent < kLargestExponent || (exponent == kLargestExponent && digits <= kLargestDigits));
}

bool is_kept_as_double(const Decimal& number) {
    const std::optional<std::int64_t> whole = number.whole.empty() ? 0 : to_integer(number.whole);
    return whole && double_holds(*whole) && is_in_range_of_double(number);
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

ValueKind classify(std::string_view value) {
    if (value.empty()) {
        return ValueKind::Empty;
    }
    Decimal number;
    std::string_view rest = value;
    skip(rest, "-");
    number.whole = take_digits(rest);
    const bool has_point = skip(rest, ".");
    number.fraction = has_point ? take_digits(rest) : std::string_view{};
    if (number.whole.empty() && number.fraction.empty()) {
        return ValueKind::Text;
    }
    const bool has_exponent = skip(rest, "eE");
    if (has_exponent) {
        const std::string_view begin = rest;
        skip(rest, "+-");
        if (take_digits(rest).empty()) {
            return ValueKind::Text;
        }
        number.exponent = begin.substr(0, begin.size() - rest.size());
    }
    if (!rest.empty()) {
        return ValueKind::Text;
    }
    if (number.whole.size() > 1 && number.whole.starts_with('0')) {
        return ValueKind::PaddedNumber;
    }
    if (has_point || has_exponent) {
        return is_kept_as_double(number) ? ValueKind::Real : ValueKind::Text;
    }
    const auto integer = to_integer(value);
    if (!integer) {
        return ValueKind::Text;
    }
    return double_holds(*integer) ? ValueKind::Integer : ValueKind::WideInteger;
}

void ColumnProfile::add(std::string_view value, std::size_t line) {
    switch (classify(value)) {
        case ValueKind::Empty:
            ++empty;
            break;
        case ValueKind::Integer:
            ++integers;
            break;
        case ValueKind::WideInteger:
            ++integers;
            if (wide_integers++ == 0) {
                first_wide_integer = value;
                first_wide_integer_line = line;
            }
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
    const bool loses_digits = reals > 0 && wide_integers > 0;
    if (texts + padded_numbers > 0 || values() == 0 || loses_digits) {
        return ColumnType::Text;
    }
    return reals > 0 ? ColumnType::Real : ColumnType::Integer;
}

}  // namespace engine::csv
