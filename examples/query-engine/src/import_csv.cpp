#include "import_csv.hpp"

#include "csv/reader.hpp"
#include "sql/table_writer.hpp"

#include <micromegas/tracing.hpp>

namespace engine {
namespace {

std::vector<sql::ColumnDefinition> define_columns(const csv::Survey& survey) {
    std::vector<sql::ColumnDefinition> columns;
    for (const csv::ColumnProfile& column : survey.columns) {
        columns.push_back({column.name, std::string{csv::to_string(column.type())}});
    }
    return columns;
}

}  // namespace

std::optional<Error> import_csv(const sql::Connection& connection, std::string_view table, std::string_view text,
                                const csv::Survey& survey) {
    MM_SPAN_FUNCTION();
    auto insert = sql::create_table(connection, table, define_columns(survey));
    if (!insert) {
        return std::move(insert.error());
    }
    csv::Reader reader{text};
    static_cast<void>(reader.next());  // the header
    while (true) {
        const auto record = reader.next();
        if (!record) {
            return record.error();  // not after a survey of the same text
        }
        if (!*record) {
            return std::nullopt;
        }
        int parameter = 0;
        for (const std::string& field : reader.fields()) {
            ++parameter;
            if (!field.empty()) {
                insert->bind_text(parameter, field);  // the column's type makes it a number
            }
        }
        if (insert->step() != sql::Step::Done) {
            return connection.last_error();
        }
        insert->reset();
    }
}

}  // namespace engine
