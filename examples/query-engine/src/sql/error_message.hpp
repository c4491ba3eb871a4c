// Turns what SQLite says into what a user understands.
#pragma once

#include <engine/result.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace engine::sql {

struct Failure {
    std::string message;                ///< SQLite's.
    std::optional<std::size_t> offset;  ///< Of the token in the SQL that it is about, in bytes.
};

/// Adds the place in the SQL, and for an unknown name the closest known one or, for tables, all of them.
Error explain(Failure failure, std::string_view sql, std::span<const std::string> tables,
              std::span<const std::string> columns);

/// "Registered tables: a, b."
std::string list_tables(std::span<const std::string> tables);

}  // namespace engine::sql
