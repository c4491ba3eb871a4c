// Turns SQLite's messages into clear ones for users.
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
    std::optional<std::size_t> offset;  ///< The faulty token's offset in the SQL, in bytes.
};

/// Adds the place in the SQL, and for an unknown name the closest known one or, for tables, all of them.
Error explain(Failure failure, std::string_view sql, std::span<const std::string> tables,
              std::span<const std::string> columns);

/// "Registered tables: a, b."
std::string list_tables(std::span<const std::string> tables);

}  // namespace engine::sql
