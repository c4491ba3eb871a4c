#pragma once

#include <string>
#include <string_view>

/// The rows that `QueryEngine::execute` returns, as a table for people: numbers to the right, and the count below.
/// node/aligned-table.js makes the same text.
std::string aligned_table(std::string_view json_rows);
