#pragma once

#include "csv/survey.hpp"
#include "sql/connection.hpp"

namespace engine {

/// Makes a table of CSV text that was surveyed. Not all or nothing by itself.
std::optional<Error> import_csv(const sql::Connection& connection, std::string_view table, std::string_view text,
                                const csv::Survey& survey);

}  // namespace engine
