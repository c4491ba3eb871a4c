#pragma once

#include "statement.hpp"

#include <engine/result.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine::sql {

/// One database in memory.
class Connection {
public:
    static Result<Connection> open();

    [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }

    /// For the engine's own statements. They fail only if SQLite's limits or the memory are exceeded.
    Result<Statement> prepare(std::string_view sql) const;
    std::optional<Error> run(std::string_view sql) const;

    /// SQLite's message for the last failure.
    [[nodiscard]] Error last_error() const;

    /// Names of tables and views, in order of creation.
    [[nodiscard]] std::vector<std::string> table_names() const;
    /// The column names of all tables and views.
    [[nodiscard]] std::vector<std::string> column_names() const;
    /// "table" or "view"; nothing if there is neither of this name.
    [[nodiscard]] std::optional<std::string> kind_of(std::string_view table) const;

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
    };
    [[nodiscard]] std::vector<std::string> first_column(std::string_view sql) const;

    std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace engine::sql
