#pragma once

#include <string>
#include <variant>
#include <vector>

struct Query {
    std::string title;
    std::string sql;
    std::string register_as;  ///< Empty: its rows are shown.
};

struct Options {
    std::vector<std::string> files;
    std::vector<Query> queries;
    bool json = false;
};

/// The program must end with this exit code; the user already has the reason.
struct Exit {
    int code;
};

/// Reads the command line, and the file of queries if one is named. Applies `--log`.
std::variant<Options, Exit> read_options(int argc, char** argv);
