#include <engine/table_name.hpp>

#include "text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace engine {
namespace {

constexpr std::size_t kMaxSize = 64;
constexpr std::string_view kReservedPrefix = "sqlite_";  // SQLite's own tables

// Not <cctype>, whose answers depend on the locale.
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_character(char c) { return is_letter(c) || is_digit(c); }

bool is_reserved(std::string_view name) {
    return equal_ignoring_case(name.substr(0, kReservedPrefix.size()), kReservedPrefix);
}

}  // namespace

std::optional<Error> check_table_name(std::string_view name) {
    if (!name.empty() && name.size() <= kMaxSize && is_letter(name.front()) &&
        std::ranges::all_of(name, is_name_character) && !is_reserved(name)) {
        return std::nullopt;
    }
    return Error{
        fmt::format("\"{}\" cannot be a table name: allowed are letters, digits and underscores, not beginning with a "
                    "digit or with "
                    "{}, at most {} characters",
                    shorten(name, kMaxSize), kReservedPrefix, kMaxSize)};
}

std::string table_name_from_file(std::string_view path) {
    path.remove_prefix(path.find_last_of("/\\") + 1);  // npos + 1 is 0
    std::string name{path.substr(0, path.rfind('.'))};
    std::ranges::replace_if(
        name, [](char c) { return !is_name_character(c); }, '_');
    if (name.empty() || is_digit(name.front()) || is_reserved(name)) {
        name.insert(name.begin(), '_');
    }
    name.resize(std::min(name.size(), kMaxSize));
    return name;
}

}  // namespace engine
