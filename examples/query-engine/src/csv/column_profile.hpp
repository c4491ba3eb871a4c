// What the values of a column look like, and the type that follows.
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
    Integer,  ///< That 64 bits hold.
    Real,
    PaddedNumber,  ///< "00501": its zeros would be lost in a number.
    Text,
};

/// A number is what most programs write: an optional minus, digits, a point, an exponent; no spaces, no plus, no
/// thousands separators. An integer that 64 bits cannot hold is text, because it would lose digits as a real number.
ValueKind classify(std::string_view value) noexcept;

struct ColumnProfile {
    std::string name;
    std::uint64_t empty = 0;
    std::uint64_t integers = 0;
    std::uint64_t reals = 0;
    std::uint64_t padded_numbers = 0;
    std::uint64_t texts = 0;
    std::string first_text;
    std::size_t first_text_line = 0;

    /// Adds a value that stands in the record at `line`.
    void add(std::string_view value, std::size_t line);
    [[nodiscard]] std::uint64_t values() const noexcept;  ///< Without the empty ones.
    [[nodiscard]] ColumnType type() const noexcept;
};

}  // namespace engine::csv
