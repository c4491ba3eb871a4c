// Small helpers for names and messages.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace engine {

/// ASCII letters only, as SQLite compares names.
bool equal_ignoring_case(std::string_view a, std::string_view b);

std::string join(std::span<const std::string> parts, std::string_view separator);

/// As an identifier in SQL: "Time of day" with its quotes.
std::string quote_identifier(std::string_view name);

/// Without line breaks and runs of spaces, so that a log entry stays on one line.
std::string one_line(std::string_view text);

/// At most `max_characters` of the UTF-8 text, the last an ellipsis where something was left out; on one line.
std::string shorten(std::string_view text, std::size_t max_characters);

}  // namespace engine
