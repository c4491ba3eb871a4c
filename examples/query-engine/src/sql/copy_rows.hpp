#pragma once

#include "script.hpp"

#include <cstdint>

namespace engine::sql {

/// Makes a table of the rows of the script's statement; returns their number. Not all or nothing by itself.
Result<std::uint64_t> copy_rows_to_table(const Connection& connection, Script& script, std::string_view table);

}  // namespace engine::sql
