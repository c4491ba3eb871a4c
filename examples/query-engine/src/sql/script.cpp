#include "script.hpp"

#include "../text.hpp"
#include "error_message.hpp"

#include <fmt/format.h>
#include <micromegas/tracing.hpp>

namespace engine::sql {
namespace {

constexpr std::size_t kMaxSize = std::size_t{1} << 20;

}  // namespace

Script::Script(const Connection& connection, std::string_view sql) noexcept
    : connection_(connection), sql_(sql), authorizer_(connection) {}

Result<Statement> Script::prepare_from(std::size_t begin, std::size_t& end) {
    while (begin < sql_.size()) {
        const std::string_view rest = sql_.substr(begin);
        sqlite3_stmt* handle = nullptr;
        const char* tail = nullptr;
        const int code =
            sqlite3_prepare_v2(connection_.handle(), rest.data(), static_cast<int>(rest.size()), &handle, &tail);
        if (code != SQLITE_OK) {
            begin_ = begin;
            end_ = sql_.size();
            return error();
        }
        begin += static_cast<std::size_t>(tail - rest.data());
        end = begin;
        if (handle != nullptr) {  // null for a comment, or a semicolon alone
            return Statement{handle};
        }
    }
    end = sql_.size();
    return Statement{};
}

Result<bool> Script::next() {
    if (sql_.size() > kMaxSize) {
        return Error{fmt::format("the SQL has {} bytes; at most {} are allowed", sql_.size(), kMaxSize)};
    }
    if (sql_.find('\0') != std::string_view::npos) {
        return Error{"the SQL holds a NUL character"};
    }
    statement_ = {};
    const std::size_t begin = end_;
    std::size_t end = begin;
    auto statement = prepare_from(begin, end);
    if (!statement) {
        return std::move(statement.error());
    }
    begin_ = begin;
    end_ = end;
    statement_ = std::move(*statement);
    if (!statement_) {
        return false;
    }
    MM_DEBUG("running {}", one_line(text()));
    if (sqlite3_bind_parameter_count(statement_.handle()) > 0) {
        return Error{"parameters, such as ? or :name, have no values here; write the values into the SQL"};
    }
    if (MM_LOG_ENABLED(::micromegas::tracing::Level::Trace)) {
        log_query_plan(connection_, text());
    }
    return true;
}

Result<bool> Script::is_last() {
    std::size_t end = 0;
    const auto following = prepare_from(end_, end);
    if (!following) {
        return following.error();
    }
    return !*following;
}

Error Script::error() const {
    Failure failure;
    failure.message = sqlite3_errmsg(connection_.handle());
    if (sqlite3_errcode(connection_.handle()) == SQLITE_AUTH && !authorizer_.refusal().empty()) {
        return Error{authorizer_.refusal()};
    }
    if (const int offset = sqlite3_error_offset(connection_.handle()); offset >= 0) {
        failure.offset = begin_ + static_cast<std::size_t>(offset);
    }
    return explain(std::move(failure), sql_, connection_.table_names(), connection_.column_names());
}

void log_query_plan(const Connection& connection, std::string_view sql) {
    auto plan = connection.prepare(fmt::format("EXPLAIN QUERY PLAN {}", sql));
    if (!plan) {
        return;  // the statement is an EXPLAIN itself
    }
    constexpr int kDetail = 3;
    while (plan->step() == Step::Row) {
        MM_TRACE("plan: {}", plan->text(kDetail));
    }
}

}  // namespace engine::sql
