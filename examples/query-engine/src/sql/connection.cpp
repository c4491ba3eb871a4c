#include "connection.hpp"

#include <fmt/format.h>
#include <micromegas/tracing.hpp>

namespace engine::sql {

Result<Connection> Connection::open() {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    Connection connection;
    connection.handle_.reset(handle);  // also after a failure, as it holds the reason
    if (code != SQLITE_OK) {
        return Error{fmt::format("SQLite cannot open a database in memory: {}",
                                 handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle))};
    }
    MM_DEBUG("SQLite {} opened a database in memory", sqlite3_libversion());
    return connection;
}

Result<Statement> Connection::prepare(std::string_view sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK) {
        return last_error();
    }
    return Statement{statement};
}

std::optional<Error> Connection::run(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) {
        return std::move(statement.error());
    }
    while (true) {
        switch (statement->step()) {
            case Step::Row:
                continue;
            case Step::Done:
                return std::nullopt;
            case Step::Failed:
                return last_error();
        }
    }
}

Error Connection::last_error() const { return Error{sqlite3_errmsg(handle_.get())}; }

std::vector<std::string> Connection::first_column(std::string_view sql) const {
    std::vector<std::string> values;
    if (auto statement = prepare(sql)) {
        while (statement->step() == Step::Row) {
            values.emplace_back(statement->text(0));
        }
    }
    return values;
}

std::vector<std::string> Connection::table_names() const {
    return first_column("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid");
}

std::vector<std::string> Connection::column_names() const {
    return first_column(
        "SELECT DISTINCT c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type IN ('table', "
        "'view')");
}

std::optional<std::string> Connection::kind_of(std::string_view table) const {
    auto statement =
        prepare("SELECT type FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE");
    if (!statement) {
        return std::nullopt;
    }
    statement->bind_text(1, table);
    if (statement->step() != Step::Row) {
        return std::nullopt;
    }
    return std::string{statement->text(0)};
}

}  // namespace engine::sql
