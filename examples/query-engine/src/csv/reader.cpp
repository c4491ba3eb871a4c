#include "reader.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace engine::csv {

Result<bool> Reader::next() {
    while (skip_line_end()) {
    }
    field_count_ = 0;
    if (rest_.empty()) {
        return false;
    }
    record_line_ = line_;
    while (true) {
        if (auto error = read_field()) {
            rest_ = {};
            return *std::move(error);
        }
        if (rest_.empty() || skip_line_end()) {
            return true;
        }
        rest_.remove_prefix(1);  // the comma
    }
}

std::string& Reader::add_field() {
    if (field_count_ == fields_.size()) {
        fields_.emplace_back();
    }
    std::string& field = fields_[field_count_++];
    field.clear();
    return field;
}

bool Reader::at_field_end() const noexcept {
    return rest_.empty() || rest_.front() == ',' || rest_.front() == '\n' || rest_.front() == '\r';
}

bool Reader::skip_line_end() noexcept {
    if (rest_.starts_with("\r\n")) {
        rest_.remove_prefix(2);
    } else if (rest_.starts_with('\n') || rest_.starts_with('\r')) {
        rest_.remove_prefix(1);
    } else {
        return false;
    }
    ++line_;
    return true;
}

std::optional<Error> Reader::read_field() {
    if (rest_.starts_with('"')) {
        return read_quoted_field();
    }
    read_plain_field();
    return std::nullopt;
}

void Reader::read_plain_field() {
    const std::size_t size = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    add_field().assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
}

std::optional<Error> Reader::read_quoted_field() {
    std::string& field = add_field();
    const std::size_t first_line = line_;
    rest_.remove_prefix(1);
    while (true) {
        const std::size_t size = rest_.find('"');
        if (size == std::string_view::npos) {
            return Error{fmt::format("line {}: a quoted field begins here and never ends", first_line)};
        }
        const std::string_view part = rest_.substr(0, size);
        field += part;
        line_ += count_line_ends(part);
        rest_.remove_prefix(size + 1);
        if (!rest_.starts_with('"')) {
            break;
        }
        field += '"';  // written twice
        rest_.remove_prefix(1);
    }
    if (at_field_end()) {
        return std::nullopt;
    }
    return Error{
        fmt::format("line {}: text after the closing quote of field {}; a quote inside a quoted field is written twice",
                    line_, field_count_)};
}

std::size_t count_line_ends(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_first_half_of_crlf = text.substr(i).starts_with("\r\n");
        count += (text[i] == '\n' || text[i] == '\r') && !is_first_half_of_crlf ? 1 : 0;
    }
    return count;
}

}  // namespace engine::csv
