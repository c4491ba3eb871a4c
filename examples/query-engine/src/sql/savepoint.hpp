#pragma once

#include "connection.hpp"

namespace engine::sql {

/// Undoes at its end all changes since its construction, unless `keep` was called. Statements prepared meanwhile must
/// be destroyed before: declare the savepoint before them.
class Savepoint {
public:
    /// The connection must outlive the savepoint.
    explicit Savepoint(const Connection& connection)
        : connection_(connection), error_(connection.run("SAVEPOINT work")) {}
    ~Savepoint() {
        if (!error_ && !kept_) {
            // Either fails if SQLite has rolled back by itself; then nothing is left to undo.
            static_cast<void>(connection_.run("ROLLBACK TO work"));
            static_cast<void>(connection_.run("RELEASE work"));
        }
    }
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;

    /// The reason if there is no savepoint.
    [[nodiscard]] const std::optional<Error>& error() const noexcept { return error_; }

    std::optional<Error> keep() {
        auto error = connection_.run("RELEASE work");
        kept_ = !error;
        return error;
    }

private:
    const Connection& connection_;
    std::optional<Error> error_;
    bool kept_ = false;
};

}  // namespace engine::sql
