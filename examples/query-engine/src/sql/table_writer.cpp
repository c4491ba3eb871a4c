#include "table_writer.hpp"

#include "../text.hpp"

#include <fmt/format.h>
#include <micromegas/tracing.hpp>

namespace engine::sql {

Result<Statement> create_table(const Connection& connection, std::string_view name,
                               std::span<const ColumnDefinition> columns) {
    std::vector<std::string> definitions;
    for (const ColumnDefinition& column : columns) {
        std::string definition = quote_identifier(column.name);
        if (!column.type.empty()) {
            definition += ' ' + column.type;
        }
        definitions.push_back(std::move(definition));
    }
    const std::string table = quote_identifier(name);
    const std::string create = fmt::format("CREATE TABLE {} ({})", table, join(definitions, ", "));
    MM_DEBUG("{}", create);
    if (auto error = connection.run(create)) {
        return *std::move(error);
    }
    const std::vector<std::string> parameters(columns.size(), "?");
    const std::string insert = fmt::format("INSERT INTO {} VALUES ({})", table, join(parameters, ", "));
    MM_TRACE("{}", insert);
    return connection.prepare(insert);
}

}  // namespace engine::sql
