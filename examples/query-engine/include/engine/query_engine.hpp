// SQL over CSV files, in memory.
//
//     engine::QueryEngine engine;
//     if (auto rows = engine.register_csv("stocks", bytes); !rows) { show(rows.error().message); }
//     auto json = engine.execute("SELECT symbol, max(price) AS top FROM stocks GROUP BY symbol");
//
// The engine logs under the targets `engine`, `engine::csv` and `engine::sql`: info is an action of the user, debug a
// step of it, trace every detail, warn suspicious data.
#pragma once

#include <engine/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

/// Every function does all of its work or, on an error, none: the tables are then unchanged.
///
/// SQL is SQLite's, without ATTACH, transactions and most pragmas. The engine has no access to files.
/// One thread at a time.
class QueryEngine {
public:
    QueryEngine();
    ~QueryEngine();
    QueryEngine(const QueryEngine&) = delete;
    QueryEngine& operator=(const QueryEngine&) = delete;
    QueryEngine(QueryEngine&&) noexcept;
    QueryEngine& operator=(QueryEngine&&) noexcept;

    /// Makes a table of CSV text: RFC 4180 in UTF-8, the column names in the first row. A column is INTEGER or REAL if
    /// all its values are such numbers, and TEXT otherwise. A number is TEXT if a conversion would change it: with
    /// leading zeros, such as a ZIP code; an integer beyond 2^53 among real numbers; 1e400. An empty field is NULL.
    /// Returns the number of rows.
    Result<std::uint64_t> register_csv(std::string_view name, std::string_view bytes);

    /// Runs one or more statements, separated by semicolons. Returns the rows of the last one that has columns, as the
    /// text of a JSON array with one object a row: "[]" if there is none. NULL is `null`, and so is an infinite number,
    /// with a warning in the log; a BLOB is a string of hexadecimal digits. A column name that occurs again gets a
    /// number: `id`, `id_2`.
    Result<std::string> execute(std::string_view sql);

    /// Runs one SELECT and makes a table of its rows. Returns their number.
    Result<std::uint64_t> execute_and_register(std::string_view name, std::string_view sql);

    /// Drops one table.
    std::optional<Error> deregister(std::string_view name);

    /// Drops every table.
    std::optional<Error> reset();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace engine
