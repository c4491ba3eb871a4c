#pragma once

#include <engine/result.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine::csv {

/// Reads CSV text (RFC 4180) record by record.
///
/// Fields are separated by commas, records by CRLF, LF or CR. A field in quotes may hold all of these, and a quote
/// written twice. A quote inside a field that does not begin with one stands for itself. Blank lines are skipped. Bytes
/// are passed on unchanged: the reader ignores the encoding.
class Reader {
public:
    /// `text` must outlive the reader.
    explicit Reader(std::string_view text) noexcept : rest_(text) {}

    /// Reads the next record; false at the end. After an error nothing more can be read.
    Result<bool> next();

    /// The fields of the last record, valid until the next call.
    [[nodiscard]] std::span<const std::string> fields() const noexcept { return {fields_.data(), field_count_}; }
    /// The line, from 1, on which the last record begins.
    [[nodiscard]] std::size_t line() const noexcept { return record_line_; }

private:
    std::string& add_field();
    [[nodiscard]] bool at_field_end() const noexcept;
    bool skip_line_end() noexcept;
    void read_plain_field();
    std::optional<Error> read_quoted_field();
    std::optional<Error> read_field();

    std::string_view rest_;
    std::size_t line_ = 1;  // of rest_
    std::size_t record_line_ = 0;
    std::vector<std::string> fields_;  // never shrinks, so that the strings keep their memory
    std::size_t field_count_ = 0;
};

/// CRLF, LF and CR are one each.
std::size_t count_line_ends(std::string_view text) noexcept;

}  // namespace engine::csv
