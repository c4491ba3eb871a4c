#include "survey.hpp"

#include "../column_names.hpp"
#include "../text.hpp"
#include "reader.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <micromegas/tracing.hpp>

namespace engine::csv {
namespace {

constexpr std::size_t kMaxColumns = 2000;  // SQLite's limit
constexpr std::size_t kMaxShown = 40;      // characters of a value in a message

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string{}
                                           : std::string{text.substr(begin, text.find_last_not_of(" \t") - begin + 1)};
}

bool is_number(std::string_view text) {
    const ValueKind kind = classify(text);
    return kind == ValueKind::Integer || kind == ValueKind::WideInteger || kind == ValueKind::Real;
}

void warn_of_dubious_header(std::span<const std::string> names) {
    if (std::ranges::all_of(names, is_number)) {
        MM_WARN("the first line, \"{}\", is taken for the header, but holds only numbers: is the header missing?",
                shorten(join(names, ","), kMaxShown));
    }
    if (names.size() == 1 && names.front().find_first_of(";\t|") != std::string::npos) {
        MM_WARN("one column, named \"{}\": is the file separated by something other than commas?",
                shorten(names.front(), kMaxShown));
    }
}

/// Every column gets a name, and no two the same.
std::vector<std::string> name_columns(std::span<const std::string> header) {
    warn_of_dubious_header(header);
    std::vector<std::string> names;
    for (const std::string& field : header) {
        names.push_back(trimmed(field));
        if (names.back().empty()) {
            names.back() = fmt::format("column_{}", names.size());
            MM_WARN("column {} has no name and is called \"{}\"", names.size(), names.back());
        }
    }
    for (const RenamedColumn& column : make_names_unique(names)) {
        MM_WARN("column {} is called \"{}\", because \"{}\" stands before it already", column.index + 1, column.to,
                column.from);
    }
    return names;
}

void warn_of_dubious_values(const ColumnProfile& column) {
    const std::uint64_t numbers = column.integers + column.reals;
    if (column.values() == 0) {
        MM_WARN("column \"{}\" has no values", column.name);
    } else if (column.empty * 4 >= column.values()) {
        MM_WARN("column \"{}\" is empty in {} of {} rows", column.name, column.empty, column.empty + column.values());
    }
    if (column.texts + column.padded_numbers == 0 && column.type() == ColumnType::Text && column.values() > 0) {
        MM_WARN(
            "column \"{}\" is TEXT, not a number: it has real numbers beside integers that a real number cannot hold, "
            "first {} in line {}",
            column.name, column.first_wide_integer, column.first_wide_integer_line);
    }
    // One bad value makes a text column of a thousand numbers, which compare and sort as text.
    if (column.texts > 0 && column.padded_numbers == 0 && column.texts * 10 <= numbers) {
        MM_WARN(
            "column \"{}\" is TEXT, not a number: {} of {} values are not numbers that a column can hold, first \"{}\" "
            "in line {}",
            column.name, column.texts, column.values(), shorten(column.first_text, kMaxShown), column.first_text_line);
    }
}

void log_survey(const Survey& survey) {
    for (const ColumnProfile& column : survey.columns) {
        MM_TRACE("column \"{}\": {} integers, {} reals, {} padded numbers, {} texts, {} empty", column.name,
                 column.integers, column.reals, column.padded_numbers, column.texts, column.empty);
        if (survey.rows > 0) {
            warn_of_dubious_values(column);
        }
    }
    if (survey.rows == 0) {
        MM_WARN("a header and no rows");
    }
    if (MM_LOG_ENABLED(::micromegas::tracing::Level::Debug)) {
        std::vector<std::string> types;
        for (const ColumnProfile& column : survey.columns) {
            types.push_back(fmt::format("{} {}", column.name, to_string(column.type())));
        }
        MM_DEBUG("{} rows, {} columns: {}", survey.rows, types.size(), join(types, ", "));
    }
}

std::optional<Error> check_field_count(const Reader& reader, std::size_t expected) {
    const std::size_t found = reader.fields().size();
    if (found == expected) {
        return std::nullopt;
    }
    return Error{fmt::format("line {}: {} field{}, but the header has {} column{}", reader.line(), found,
                             found == 1 ? "" : "s", expected, expected == 1 ? "" : "s")};
}

}  // namespace

Result<Survey> survey(std::string_view text) {
    MM_SPAN_FUNCTION();
    Reader reader{text};
    const Result<bool> header = reader.next();
    if (!header) {
        return header.error();
    }
    if (!*header) {
        return Error{"the file is empty; its first line must name the columns"};
    }
    if (reader.fields().size() > kMaxColumns) {
        return Error{fmt::format("{} columns; at most {} are allowed", reader.fields().size(), kMaxColumns)};
    }
    Survey survey;
    for (std::string& name : name_columns(reader.fields())) {
        survey.columns.emplace_back().name = std::move(name);
    }
    while (true) {
        const Result<bool> record = reader.next();
        if (!record) {
            return record.error();
        }
        if (!*record) {
            break;
        }
        if (auto error = check_field_count(reader, survey.columns.size())) {
            return *std::move(error);
        }
        ++survey.rows;
        for (std::size_t i = 0; i < survey.columns.size(); ++i) {
            survey.columns[i].add(reader.fields()[i], reader.line());
        }
    }
    log_survey(survey);
    return survey;
}

}  // namespace engine::csv
