#pragma once

#include <engine/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace engine {

/// Returns an error with the rule unless the name is allowed: a letter or underscore, then letters, digits and
/// underscores, at most 64 in all, and not beginning with "sqlite_".
std::optional<Error> check_table_name(std::string_view name);

/// The table name that a file suggests: "data/seattle-weather.csv" is "seattle_weather". Always an allowed name.
std::string table_name_from_file(std::string_view path);

}  // namespace engine
