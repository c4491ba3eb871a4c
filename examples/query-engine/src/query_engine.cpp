#include <engine/query_engine.hpp>
#include <engine/table_name.hpp>

#include "import_csv.hpp"
#include "sql/copy_rows.hpp"
#include "sql/error_message.hpp"
#include "sql/json_rows.hpp"
#include "sql/savepoint.hpp"
#include "stopwatch.hpp"
#include "text.hpp"

#include <fmt/format.h>
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

namespace engine {
namespace {

/// For use as a library inside another program: initialises at the first use, unless the program has done so.
void ensure_telemetry() { static const auto telemetry = micromegas::telemetry_sink::init_telemetry(); }

}  // namespace

class QueryEngine::Impl {
public:
    Impl() { open(); }

    Result<std::uint64_t> register_csv(std::string_view name, std::string_view bytes);
    Result<std::string> execute(std::string_view sql);
    Result<std::uint64_t> execute_and_register(std::string_view name, std::string_view sql);
    std::optional<Error> deregister(std::string_view name);
    std::optional<Error> reset();

private:
    void open();
    /// The reason why a new table cannot have this name.
    [[nodiscard]] std::optional<Error> check_new_table(std::string_view name) const;
    /// Runs `work` so that an error undoes all of it.
    template <class T, class Work>
    Result<T> all_or_nothing(Work&& work);
    Result<sql::JsonRows> run_all(std::string_view sql);
    Result<std::uint64_t> run_select_into(std::string_view name, std::string_view sql);

    std::optional<sql::Connection> connection_;
    Error open_error_;
};

void QueryEngine::Impl::open() {
    connection_.reset();
    if (auto connection = sql::Connection::open()) {
        connection_ = std::move(*connection);
    } else {
        open_error_ = std::move(connection.error());
        MM_FATAL("{}", open_error_.message);
    }
}

std::optional<Error> QueryEngine::Impl::check_new_table(std::string_view name) const {
    if (auto error = check_table_name(name)) {
        return error;
    }
    if (connection_->kind_of(name)) {
        return Error{fmt::format("the table name \"{}\" is taken; deregister it first, or choose another. {}", name,
                                 sql::list_tables(connection_->table_names()))};
    }
    return std::nullopt;
}

template <class T, class Work>
Result<T> QueryEngine::Impl::all_or_nothing(Work&& work) {
    if (!connection_) {
        return open_error_;
    }
    sql::Savepoint savepoint{*connection_};
    if (savepoint.error()) {
        return *savepoint.error();
    }
    Result<T> result = work();
    if (result) {
        if (auto error = savepoint.keep()) {
            return *std::move(error);
        }
    }
    return result;
}

Result<std::uint64_t> QueryEngine::Impl::register_csv(std::string_view name, std::string_view bytes) {
    return all_or_nothing<std::uint64_t>([&]() -> Result<std::uint64_t> {
        if (auto error = check_new_table(name)) {
            return *std::move(error);
        }
        MM_DEBUG("reading {} bytes of CSV for table {}", bytes.size(), name);
        auto text = csv::Text::decode(bytes);
        if (!text) {
            return std::move(text.error());
        }
        auto survey = csv::survey(text->view());
        if (!survey) {
            return std::move(survey.error());
        }
        if (auto error = import_csv(*connection_, name, text->view(), *survey)) {
            return *std::move(error);
        }
        return survey->rows;
    });
}

Result<sql::JsonRows> QueryEngine::Impl::run_all(std::string_view sql) {
    sql::Script script{*connection_, sql};
    std::optional<sql::JsonRows> rows;
    bool has_statement = false;
    while (true) {
        const auto more = script.next();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            break;
        }
        has_statement = true;
        if (script.statement().column_count() > 0) {
            auto read = sql::read_json_rows(script);
            if (!read) {
                return read;
            }
            rows = std::move(*read);
        } else if (script.statement().step() != sql::Step::Done) {
            return script.error();
        }
    }
    if (!has_statement) {
        return Error{"there is no SQL statement to run"};
    }
    return std::move(rows).value_or(sql::JsonRows{});
}

Result<std::string> QueryEngine::Impl::execute(std::string_view sql) {
    auto rows = all_or_nothing<sql::JsonRows>([&] { return run_all(sql); });
    if (!rows) {
        return std::move(rows.error());
    }
    MM_INFO("query returned {} row{}", rows->count, rows->count == 1 ? "" : "s");
    MM_IMETRIC("query_rows", "count", rows->count);
    return std::move(rows->json);
}

Result<std::uint64_t> QueryEngine::Impl::run_select_into(std::string_view name, std::string_view sql) {
    sql::Script script{*connection_, sql};
    const auto has_statement = script.next();
    if (!has_statement) {
        return has_statement.error();
    }
    const sql::Statement& statement = script.statement();
    if (!*has_statement || statement.column_count() == 0 || sqlite3_stmt_readonly(statement.handle()) == 0) {
        return Error{"only the rows of a SELECT can be made a table"};
    }
    const auto is_last = script.is_last();
    if (!is_last) {
        return is_last.error();
    }
    if (!*is_last) {
        return Error{"only one SELECT can be made a table, and more SQL follows it"};
    }
    return sql::copy_rows_to_table(*connection_, script, name);
}

Result<std::uint64_t> QueryEngine::Impl::execute_and_register(std::string_view name, std::string_view sql) {
    return all_or_nothing<std::uint64_t>([&]() -> Result<std::uint64_t> {
        if (auto error = check_new_table(name)) {
            return *std::move(error);
        }
        return run_select_into(name, sql);
    });
}

std::optional<Error> QueryEngine::Impl::deregister(std::string_view name) {
    if (!connection_) {
        return open_error_;
    }
    const auto kind = connection_->kind_of(name);
    if (!kind) {
        return Error{fmt::format("there is no table \"{}\". {}", shorten(name, 64),
                                 sql::list_tables(connection_->table_names()))};
    }
    return connection_->run(fmt::format("DROP {} {}", *kind, quote_identifier(name)));
}

std::optional<Error> QueryEngine::Impl::reset() {
    open();
    return connection_ ? std::nullopt : std::optional{open_error_};
}

// --- The functions that the user calls: timed and logged.

QueryEngine::QueryEngine() {
    ensure_telemetry();
    impl_ = std::make_unique<Impl>();
}
QueryEngine::~QueryEngine() = default;
QueryEngine::QueryEngine(QueryEngine&&) noexcept = default;
QueryEngine& QueryEngine::operator=(QueryEngine&&) noexcept = default;

Result<std::uint64_t> QueryEngine::register_csv(std::string_view name, std::string_view bytes) {
    MM_SPAN_FUNCTION();
    const Stopwatch stopwatch;
    auto rows = impl_->register_csv(name, bytes);
    if (!rows) {
        MM_ERROR("table {} was not registered: {}", shorten(name, 64), rows.error().message);
        return rows;
    }
    MM_INFO("registered table {}: {} rows", name, *rows, MM_P("bytes", bytes.size()));
    MM_IMETRIC("registered_rows", "count", *rows, MM_P("table", name));
    MM_FMETRIC("register_csv_time", "ms", stopwatch.elapsed_ms());
    return rows;
}

Result<std::string> QueryEngine::execute(std::string_view sql) {
    MM_SPAN_FUNCTION();
    const Stopwatch stopwatch;
    auto json = impl_->execute(sql);
    if (!json) {
        MM_ERROR("query failed: {}", json.error().message, MM_P("sql", one_line(sql)));
        return json;
    }
    MM_FMETRIC("query_time", "ms", stopwatch.elapsed_ms());
    return json;
}

Result<std::uint64_t> QueryEngine::execute_and_register(std::string_view name, std::string_view sql) {
    MM_SPAN_FUNCTION();
    const Stopwatch stopwatch;
    auto rows = impl_->execute_and_register(name, sql);
    if (!rows) {
        MM_ERROR("table {} was not registered: {}", shorten(name, 64), rows.error().message,
                 MM_P("sql", one_line(sql)));
        return rows;
    }
    MM_INFO("registered table {}: {} rows of a query", name, *rows, MM_P("sql", one_line(sql)));
    MM_IMETRIC("registered_rows", "count", *rows, MM_P("table", name));
    MM_FMETRIC("query_time", "ms", stopwatch.elapsed_ms());
    return rows;
}

std::optional<Error> QueryEngine::deregister(std::string_view name) {
    auto error = impl_->deregister(name);
    if (error) {
        MM_ERROR("table {} was not deregistered: {}", shorten(name, 64), error->message);
        return error;
    }
    MM_INFO("deregistered table {}", name);
    return error;
}

std::optional<Error> QueryEngine::reset() {
    auto error = impl_->reset();
    if (!error) {
        MM_INFO("reset: every table is gone");
    }
    return error;
}

}  // namespace engine
