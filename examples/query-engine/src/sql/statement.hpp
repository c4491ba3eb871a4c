#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace engine::sql {

enum class Step { Row, Done, Failed };

/// A prepared statement. Parameters and columns count from 1 and from 0, as in SQLite.
class Statement {
public:
    Statement() noexcept = default;
    explicit Statement(sqlite3_stmt* handle) noexcept : handle_(handle) {}

    explicit operator bool() const noexcept { return handle_ != nullptr; }
    [[nodiscard]] sqlite3_stmt* handle() const noexcept { return handle_.get(); }

    Step step() noexcept;
    /// Ready to be stepped again, with nothing bound.
    void reset() noexcept;

    /// The text must live until the next `reset`.
    void bind_text(int parameter, std::string_view text) noexcept;
    /// Binds a value of another statement's current row.
    void bind_value(int parameter, sqlite3_value* value) noexcept;

    [[nodiscard]] int column_count() const noexcept { return sqlite3_column_count(handle_.get()); }
    [[nodiscard]] std::vector<std::string> column_names() const;
    /// The declared type of the table's column that a result's column shows, or nothing where it is computed.
    [[nodiscard]] std::string_view declared_type(int column) const noexcept;
    [[nodiscard]] sqlite3_value* value(int column) const noexcept {
        return sqlite3_column_value(handle_.get(), column);
    }
    [[nodiscard]] bool is_null(int column) const noexcept {
        return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
    }
    /// Valid until the next `step` or `reset`.
    [[nodiscard]] std::string_view text(int column) const noexcept;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace engine::sql
