#pragma once

#include "connection.hpp"

#include <string>

namespace engine::sql {

/// While it lives, statements that are prepared may not leave the engine's own database, nor touch the transaction that
/// makes its work all or nothing.
class Authorizer {
public:
    explicit Authorizer(const Connection& connection) noexcept;
    ~Authorizer();
    Authorizer(const Authorizer&) = delete;
    Authorizer& operator=(const Authorizer&) = delete;

    /// The last refusal and its reason; empty if there was none.
    [[nodiscard]] const std::string& refusal() const noexcept { return refusal_; }

private:
    static int authorize(void* self, int action, const char* first, const char*, const char*, const char*);
    int refuse(std::string reason);

    sqlite3* handle_;
    std::string refusal_;
};

}  // namespace engine::sql
