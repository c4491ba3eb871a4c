#include "authorizer.hpp"

#include "../text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace engine::sql {
namespace {

/// Pragmas that only return information.
const std::vector<std::string>& allowed_pragmas() {
    static const std::vector<std::string> names = {"table_info", "table_xinfo", "table_list", "index_list",
                                                   "index_info"};
    return names;
}

bool is_allowed_pragma(std::string_view pragma) {
    return std::ranges::any_of(allowed_pragmas(),
                               [&](const std::string& name) { return equal_ignoring_case(name, pragma); });
}

}  // namespace

Authorizer::Authorizer(const Connection& connection) noexcept : handle_(connection.handle()) {
    sqlite3_set_authorizer(handle_, &Authorizer::authorize, this);
}

Authorizer::~Authorizer() { sqlite3_set_authorizer(handle_, nullptr, nullptr); }

int Authorizer::refuse(std::string reason) {
    refusal_ = std::move(reason);
    return SQLITE_DENY;
}

int Authorizer::authorize(void* self, int action, const char* first, const char*, const char*, const char*) {
    auto& authorizer = *static_cast<Authorizer*>(self);
    const std::string_view argument = first == nullptr ? std::string_view{} : std::string_view{first};
    switch (action) {
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            return authorizer.refuse(
                fmt::format("{} is not allowed: all statements of one call are a transaction already",
                            action == SQLITE_SAVEPOINT ? "SAVEPOINT" : argument));
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
            return authorizer.refuse("ATTACH and DETACH are not allowed: the engine has one database, in memory");
        case SQLITE_PRAGMA:
            return is_allowed_pragma(argument)
                       ? SQLITE_OK
                       : authorizer.refuse(fmt::format("PRAGMA {} is not allowed; allowed are {}", argument,
                                                       join(allowed_pragmas(), ", ")));
        default:
            return SQLITE_OK;
    }
}

}  // namespace engine::sql
