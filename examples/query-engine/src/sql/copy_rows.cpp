#include "copy_rows.hpp"

#include "../column_names.hpp"
#include "table_writer.hpp"

#include <micromegas/tracing.hpp>

namespace engine::sql {
namespace {

std::vector<ColumnDefinition> define_columns(const Statement& statement) {
    std::vector<std::string> names = statement.column_names();
    for (const RenamedColumn& column : make_names_unique(names)) {
        MM_WARN("column {} of the table is called \"{}\", because \"{}\" stands before it already", column.index + 1,
                column.to, column.from);
    }
    std::vector<ColumnDefinition> columns;
    for (std::string& name : names) {
        const auto type = statement.declared_type(static_cast<int>(columns.size()));
        columns.push_back({std::move(name), std::string{type}});
    }
    return columns;
}

}  // namespace

Result<std::uint64_t> copy_rows_to_table(const Connection& connection, Script& script, std::string_view table) {
    MM_SPAN_FUNCTION();
    Statement& source = script.statement();
    const std::vector<ColumnDefinition> columns = define_columns(source);
    auto insert = create_table(connection, table, columns);
    if (!insert) {
        return std::move(insert.error());
    }
    std::uint64_t rows = 0;
    while (true) {
        const Step step = source.step();
        if (step == Step::Failed) {
            return script.error();
        }
        if (step == Step::Done) {
            return rows;
        }
        for (int column = 0; column < static_cast<int>(columns.size()); ++column) {
            insert->bind_value(column + 1, source.value(column));
        }
        if (insert->step() != Step::Done) {
            return connection.last_error();
        }
        insert->reset();
        ++rows;
    }
}

}  // namespace engine::sql
