#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

namespace engine::sql {

/// Appends a string of JSON. Bytes that are not UTF-8, which SQL can make by CAST(x'ff' AS TEXT), become U+FFFD.
void append_json(std::string& json, std::string_view text);

/// Appends a value of a row. A real number has as many digits as it takes to read the same number back, and a point or
/// an exponent, which tells it from an integer. A BLOB is a string of hexadecimal digits. JSON has no infinite numbers:
/// such a value is `null`, and the result false.
bool append_json(std::string& json, sqlite3_value* value);

}  // namespace engine::sql
