#pragma once

#include "connection.hpp"

#include <span>

namespace engine::sql {

struct ColumnDefinition {
    std::string name;
    std::string type;  ///< May be empty: values then keep the types that they come with.
};

/// Creates a table, and returns the statement that inserts a row: one parameter for each column.
Result<Statement> create_table(const Connection& connection, std::string_view name,
                               std::span<const ColumnDefinition> columns);

}  // namespace engine::sql
