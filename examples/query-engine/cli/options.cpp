#include "options.hpp"

#include "printable.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <micromegas/tracing/filter.hpp>
#include <nlohmann/json.hpp>

namespace {

constexpr int kUsageError = 2;

Exit usage_error(const std::string& message) {
    fmt::print(stderr, "query_engine: {}\n", printable(message));
    return {kUsageError};
}

bool is_file(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

/// SQL is a string, or a list of its lines.
std::string read_sql(const nlohmann::json& sql) {
    if (sql.is_string()) {
        return sql.get<std::string>();
    }
    std::string text;
    for (const auto& line : sql) {
        text += (text.empty() ? "" : "\n") + line.get<std::string>();
    }
    return text;
}

/// Reads the format of demo-queries.json. Throws the exceptions of nlohmann::json.
std::vector<Query> read_queries(const std::string& path) {
    std::ifstream file{path};
    std::vector<Query> queries;
    const auto root = nlohmann::json::parse(file);
    for (const auto& query : root.at("queries")) {
        queries.push_back({query.value("title", ""), read_sql(query.at("sql")), query.value("registerAs", "")});
    }
    return queries;
}

}  // namespace

std::variant<Options, Exit> read_options(int argc, char** argv) {
    CLI::App app{
        "Runs SQL on CSV files. A table is named after its file: data/seattle-weather.csv is seattle_weather.\n\n"
        "  query_engine [--log FILTER] [--json] FILE.csv... 'SQL'\n"
        "  query_engine [--log FILTER] [--json] --queries FILE.json FILE.csv...\n"};
    std::string filter;
    std::string queries_path;
    std::vector<std::string> arguments;
    Options options;
    app.add_option("--log", filter,
                   "The filter of the log, e.g. debug or info,engine::sql=trace (info; off with --json)");
    app.add_flag("--json", options.json, "Print rows as JSON");
    app.add_option("--queries", queries_path, "Run the queries of a JSON file instead of SQL")
        ->check(CLI::ExistingFile);
    app.add_option("arguments", arguments, "FILE.csv... 'SQL'");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return Exit{app.exit(error) == 0 ? 0 : kUsageError};
    }

    if (filter.empty() && options.json) {
        filter = "off";
    }
    if (app.count("--log") > 0 || options.json) {
        if (const auto error = micromegas::tracing::set_filter(filter)) {
            return usage_error(error->message);
        }
    }

    options.files = std::move(arguments);
    if (!queries_path.empty()) {
        try {
            options.queries = read_queries(queries_path);
        } catch (const nlohmann::json::exception& error) {
            return usage_error(fmt::format("{}: {}", queries_path, error.what()));
        }
        return options;
    }
    if (options.files.empty() || is_file(options.files.back())) {
        return usage_error("SQL is missing: it comes after the files, in quotes. --help tells more");
    }
    options.queries = {{"", options.files.back(), ""}};
    options.files.pop_back();
    return options;
}
