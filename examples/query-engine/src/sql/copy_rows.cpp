#include "copy_rows.hpp"

#include "../column_names.hpp"
#include "../number.hpp"
#include "table_writer.hpp"

#include <algorithm>

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

/// Whether SQLite makes real numbers of the integers that such a column is given: https://sqlite.org/datatype3.html.
bool makes_reals(std::string_view type) {
    std::string upper{type};
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
    const auto has = [&](std::string_view word) { return upper.find(word) != std::string::npos; };
    return (has("REAL") || has("FLOA") || has("DOUB")) &&
           !(has("INT") || has("CHAR") || has("CLOB") || has("TEXT") || has("BLOB"));
}

/// The integers that a column rounds: UNION ALL can bring them under a column of real numbers.
struct Rounding {
    bool is_possible = false;
    std::uint64_t count = 0;
    std::int64_t first = 0;

    void look_at(sqlite3_value* value) {
        if (!is_possible || sqlite3_value_type(value) != SQLITE_INTEGER) {
            return;
        }
        if (const std::int64_t integer = sqlite3_value_int64(value); !double_holds(integer)) {
            first = count++ == 0 ? integer : first;
        }
    }
};

void warn_of_rounding(const std::vector<ColumnDefinition>& columns, const std::vector<Rounding>& roundings) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (roundings[i].count > 0) {
            MM_WARN(
                "column \"{}\" of the table is {} and rounds {} integer{}, first {}: begin with the SELECT that has "
                "the integers, or CAST them to TEXT",
                columns[i].name, columns[i].type, roundings[i].count, roundings[i].count == 1 ? "" : "s",
                roundings[i].first);
        }
    }
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
    std::vector<Rounding> roundings;
    roundings.reserve(columns.size());
    for (const ColumnDefinition& column : columns) {
        roundings.push_back({makes_reals(column.type)});
    }
    std::uint64_t rows = 0;
    while (true) {
        const Step step = source.step();
        if (step == Step::Failed) {
            return script.error();
        }
        if (step == Step::Done) {
            warn_of_rounding(columns, roundings);
            return rows;
        }
        for (int column = 0; column < static_cast<int>(columns.size()); ++column) {
            sqlite3_value* const value = source.value(column);
            roundings[static_cast<std::size_t>(column)].look_at(value);
            insert->bind_value(column + 1, value);
        }
        if (insert->step() != Step::Done) {
            return connection.last_error();
        }
        insert->reset();
        ++rows;
    }
}

}  // namespace engine::sql
