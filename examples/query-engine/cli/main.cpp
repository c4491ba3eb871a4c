// The engine on the command line. Its logs go to the terminal; nothing here sets that up.
#include <engine/query_engine.hpp>
#include <engine/table_name.hpp>

#include "aligned_table.hpp"
#include "options.hpp"
#include "printable.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>

namespace {

using engine::Error;
using engine::QueryEngine;
using engine::Result;

Result<std::string> read_file(const std::string& path) {
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    const std::unique_ptr<std::FILE, Close> file{std::fopen(path.c_str(), "rb")};
    std::string bytes;
    std::array<char, std::size_t{1} << 16> part{};
    while (file) {
        const std::size_t size = std::fread(part.data(), 1, part.size(), file.get());
        bytes.append(part.data(), size);
        if (size == 0 && std::ferror(file.get()) == 0) {
            return bytes;
        }
        if (size == 0) {
            break;
        }
    }
    return Error{fmt::format("cannot be read: {}", std::strerror(errno))};
}

std::optional<Error> register_file(QueryEngine& engine, const std::string& path) {
    const auto bytes = read_file(path);
    if (!bytes) {
        return Error{fmt::format("{}: {}", path, bytes.error().message)};
    }
    const auto rows = engine.register_csv(engine::table_name_from_file(path), *bytes);
    return rows ? std::nullopt : std::optional{Error{fmt::format("{}: {}", path, rows.error().message)}};
}

std::optional<Error> run(QueryEngine& engine, const Query& query, bool as_json) {
    if (!query.title.empty() && !as_json) {
        fmt::print("\n{}\n", printable(query.title));
    }
    if (!query.register_as.empty()) {
        const auto rows = engine.execute_and_register(query.register_as, query.sql);
        return rows ? std::nullopt : std::optional{rows.error()};
    }
    const auto json = engine.execute(query.sql);
    if (!json) {
        return json.error();
    }
    if (as_json) {
        fmt::print("{}\n", *json);
    } else {
        fmt::print("\n{}", aligned_table(*json));  // after a blank line, as the log goes to the same terminal
    }
    return std::nullopt;
}

/// Flushes standard output first, so that both come in order on a terminal.
void report(const Error& error) {
    std::fflush(stdout);
    fmt::print(stderr, "query_engine: {}\n", printable(error.message));
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = read_options(argc, argv);
    if (const auto* exit = std::get_if<Exit>(&options)) {
        return exit->code;
    }
    const auto& [files, queries, as_json] = *std::get_if<Options>(&options);
    QueryEngine engine;
    for (const std::string& file : files) {
        if (const auto error = register_file(engine, file)) {
            report(*error);
            return EXIT_FAILURE;
        }
    }
    int exit_code = EXIT_SUCCESS;
    for (const Query& query : queries) {
        if (const auto error = run(engine, query, as_json)) {
            report(*error);
            exit_code = EXIT_FAILURE;
        }
    }
    return exit_code;
}
