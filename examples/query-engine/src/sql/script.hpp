#pragma once

#include "authorizer.hpp"
#include "connection.hpp"

namespace engine::sql {

/// The user's SQL: one or more statements, separated by semicolons. While a script lives, it restricts SQL.
class Script {
public:
    /// Both must outlive the script.
    Script(const Connection& connection, std::string_view sql) noexcept;

    /// Prepares the next statement, after the ones before it have run; false after the last.
    Result<bool> next();
    [[nodiscard]] Statement& statement() noexcept { return statement_; }
    /// Its text.
    [[nodiscard]] std::string_view text() const noexcept { return sql_.substr(begin_, end_ - begin_); }
    /// Whether nothing but spaces and comments follows.
    Result<bool> is_last();

    /// The error in this statement, its place, and a suggestion.
    [[nodiscard]] Error error() const;

private:
    Result<Statement> prepare_from(std::size_t begin, std::size_t& end);

    const Connection& connection_;
    std::string_view sql_;
    Authorizer authorizer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    Statement statement_;
};

/// Logs SQLite's plan for a statement at trace.
void log_query_plan(const Connection& connection, std::string_view sql);

}  // namespace engine::sql
