#include "text.hpp"

#include <gtest/gtest.h>

namespace engine {
namespace {

TEST(Text, ComparesIgnoringCase) {
    EXPECT_TRUE(equal_ignoring_case("Table_Info", "table_info"));
    EXPECT_FALSE(equal_ignoring_case("a", "ab"));
    EXPECT_FALSE(equal_ignoring_case("@", "`"));
}

TEST(Text, QuotesIdentifiers) { EXPECT_EQ(quote_identifier("a \"b\""), "\"a \"\"b\"\"\""); }

TEST(Text, FitsOnOneLine) {
    EXPECT_EQ(one_line("  SELECT *\n\t FROM a \r\n"), "SELECT * FROM a");
    EXPECT_EQ(one_line(" \n "), "");
}

TEST(Text, ShortensByCharacters) {
    EXPECT_EQ(shorten("größe", 5), "größe");
    EXPECT_EQ(shorten("größer", 5), "größ…");
    EXPECT_EQ(shorten("", 5), "");
}

}  // namespace
}  // namespace engine
