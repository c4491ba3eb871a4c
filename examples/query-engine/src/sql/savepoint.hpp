#pragma once

#include "connection.hpp"

namespace engine::sql {

/// Undoes at its end what was done since it was made, unless `keep` was called. The statements of the time in between
/// must be gone by then: declare it before them.
class Savepoint {
public:
    /// The connection must outlive the savepoint.
    explicit Savepoint(const Connection& connection)
        : connection_(connection), error_(connection.run("SAVEPOINT work")) {}
    ~Savepoint() {
        if (!error_ && !kept_) {
            // Either fails where SQLite has rolled back by itself, and then nothing is left to undo.
            static_cast<void>(connection_.run("ROLLBACK TO work"));
            static_cast<void>(connection_.run("RELEASE work"));
        }
    }
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;

    /// Why there is no savepoint.
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
