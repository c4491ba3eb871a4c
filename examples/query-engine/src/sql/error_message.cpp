#include "error_message.hpp"

#include "../text.hpp"
#include "suggestion.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace engine::sql {
namespace {

constexpr std::string_view kNoSuchTable = "no such table: ";
constexpr std::string_view kNoSuchColumn = "no such column: ";
constexpr std::string_view kLiteralHint = " - should this be a string literal in single-quotes?";
constexpr std::size_t kExcerptCharacters = 32;

template <class Predicate>
std::size_t count_if(std::string_view text, Predicate predicate) {
    return static_cast<std::size_t>(std::ranges::count_if(text, predicate));
}

/// " (line 2, column 8: pricee FROM stocks)": both count from 1, columns in characters.
std::string describe_place(std::string_view sql, std::size_t offset) {
    const std::string_view before = sql.substr(0, offset);
    const std::size_t line = 1 + count_if(before, [](char c) { return c == '\n'; });
    const std::string_view line_before = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
    const std::size_t column = 1 + count_if(line_before, [](char c) {
                                   return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // not inside a character
                               });
    const std::string excerpt = shorten(sql.substr(offset), kExcerptCharacters);
    if (excerpt.empty()) {
        return fmt::format(" (line {}, column {}: at the end)", line, column);
    }
    return fmt::format(" (line {}, column {}: {})", line, column, excerpt);
}

/// The name alone: "a.price" is "price", "\"Cost Total\"" is "Cost Total".
std::string_view bare_name(std::string_view name) {
    name.remove_prefix(name.rfind('.') + 1);  // npos + 1 is 0
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') {
        name = name.substr(1, name.size() - 2);
    }
    return name;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> names) {
    const auto closest = closest_name(bare_name(name), names);
    return closest ? fmt::format(" Did you mean {}?", *closest) : std::string{};
}

}  // namespace

std::string list_tables(std::span<const std::string> tables) {
    return tables.empty() ? "No table is registered." : fmt::format("Registered tables: {}.", join(tables, ", "));
}

Error explain(Failure failure, std::string_view sql, std::span<const std::string> tables,
              std::span<const std::string> columns) {
    std::string& message = failure.message;
    std::string advice;
    if (message.starts_with(kNoSuchTable)) {
        const std::string_view name = std::string_view{message}.substr(kNoSuchTable.size());
        advice = fmt::format("{} {}", did_you_mean(name, tables), list_tables(tables));
    } else if (message.starts_with(kNoSuchColumn)) {
        const bool has_hint = message.ends_with(kLiteralHint);
        const std::string_view name = std::string_view{message}.substr(
            kNoSuchColumn.size(), message.size() - kNoSuchColumn.size() - (has_hint ? kLiteralHint.size() : 0));
        advice = did_you_mean(name, columns);
        if (has_hint && !advice.empty()) {
            message.resize(message.size() - kLiteralHint.size());
        }
    }
    if (failure.offset) {
        message += describe_place(sql, *failure.offset);
    }
    message += advice.empty() ? "" : "." + advice;
    return Error{std::move(message)};
}

}  // namespace engine::sql
