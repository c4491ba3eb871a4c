#pragma once

#include "script.hpp"

#include <cstdint>

namespace engine::sql {

struct JsonRows {
    std::string json = "[]";  ///< An array with one object a row.
    std::uint64_t count = 0;
};

/// Steps through all rows of the script's statement. Logs a warning for columns that look like a mistake.
Result<JsonRows> read_json_rows(Script& script);

}  // namespace engine::sql
