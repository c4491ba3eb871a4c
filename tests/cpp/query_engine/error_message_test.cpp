#include "sql/error_message.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace engine::sql {
namespace {

const std::vector<std::string> kTables = {"stocks", "airports"};
const std::vector<std::string> kColumns = {"symbol", "price"};

std::string explained(std::string message, std::optional<std::size_t> offset, std::string_view sql) {
    return explain({std::move(message), offset}, sql, kTables, kColumns).message;
}

TEST(Explain, AddsThePlace) {
    EXPECT_EQ(explained("near \"FORM\": syntax error", 9, "SELECT 1 FORM stocks"),
              "near \"FORM\": syntax error (line 1, column 10: FORM stocks)");
}

TEST(Explain, CountsLinesAndCharacters) {
    const std::string sql = "SELECT 1,\n 'größe', x";
    EXPECT_EQ(explained("odd", sql.find('x'), sql), "odd (line 2, column 11: x)");
}

TEST(Explain, KnowsTheEnd) { EXPECT_EQ(explained("odd", 8, "SELECT 1"), "odd (line 1, column 9: at the end)"); }

TEST(Explain, ShortensTheFollowingSql) {
    EXPECT_EQ(explained("odd", 0, "SELECT a,\n b, c FROM a_table_with_a_long_name"),
              "odd (line 1, column 1: SELECT a, b, c FROM a_table_wit…)");
}

TEST(Explain, ListsTheTables) {
    EXPECT_EQ(explained("no such table: main.stokcs", std::nullopt, ""),
              "no such table: main.stokcs. Did you mean stocks? Registered tables: stocks, airports.");
    EXPECT_EQ(explain({"no such table: x", std::nullopt}, "", {}, {}).message,
              "no such table: x. No table is registered.");
}

TEST(Explain, SuggestsAColumn) {
    EXPECT_EQ(explained("no such column: s.prise", 7, "SELECT s.prise"),
              "no such column: s.prise (line 1, column 8: s.prise). Did you mean price?");
    EXPECT_EQ(explained("no such column: zzz", std::nullopt, ""), "no such column: zzz");
}

TEST(Explain, PutsASuggestionInPlaceOfSqlitesHint) {
    const std::string hint = " - should this be a string literal in single-quotes?";
    EXPECT_EQ(explained("no such column: \"Prise\"" + hint, std::nullopt, ""),
              "no such column: \"Prise\". Did you mean price?");
    EXPECT_EQ(explained("no such column: \"zzz\"" + hint, std::nullopt, ""), "no such column: \"zzz\"" + hint);
}

}  // namespace
}  // namespace engine::sql
