// The kinds of values in a column, and its type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace engine::csv {

enum class ColumnType { Integer, Real, Text };

/// As in SQL: INTEGER, REAL, TEXT.
std::string_view to_string(ColumnType type) noexcept;

enum class ValueKind {
    Empty,
    Integer,      ///< Fits into 64 bits, and into a real number.
    WideInteger,  ///< Fits into 64 bits, but not into a real number: 9007199254740993.
    Real,
    PaddedNumber,  ///< "00501": its zeros would be lost in a number.
    Text,
};

/// A number has the usual form: an optional minus, digits, a point, an exponent; no spaces, no plus, no thousands
/// separators. A number is text if a conversion would change it: an integer that 64 bits cannot hold, a real
/// number whose digits before the point a double cannot hold, or that is too large or too small for a double. Digits
/// after the point are rounded, as everywhere.
ValueKind classify(std::string_view value);

struct ColumnProfile {
    std::string name;
    std::uint64_t empty = 0;
    std::uint64_t integers = 0;
    std::uint64_t wide_integers = 0;  ///< Among the integers.
    std::uint64_t reals = 0;
    std::uint64_t padded_numbers = 0;
    std::uint64_t texts = 0;
    std::string first_text;
    std::size_t first_text_line = 0;
    std::string first_wide_integer;
    std::size_t first_wide_integer_line = 0;

    /// Adds a value that stands in the record at `line`.
    void add(std::string_view value, std::size_t line);
    [[nodiscard]] std::uint64_t values() const noexcept;  ///< Without the empty ones.
    /// Wide integers beside real numbers are text: as real numbers, two of them could become one.
    [[nodiscard]] ColumnType type() const noexcept;
};

}  // namespace engine::csv
