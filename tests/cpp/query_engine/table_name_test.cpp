#include <engine/table_name.hpp>

#include <gtest/gtest.h>

namespace engine {
namespace {

TEST(CheckTableName, TakesIdentifiers) {
    for (const auto* name : {"a", "_", "stocks_2012", "Order"}) {
        EXPECT_EQ(check_table_name(name), std::nullopt) << name;
    }
    EXPECT_FALSE(check_table_name(std::string(64, 'a')));
}

TEST(CheckTableName, NamesTheRule) {
    for (const auto* name : {"", "1a", "a b", "a-b", "größe", "a;", "a\"", "sqlite_schema", "SQLite_x"}) {
        const auto error = check_table_name(name);
        ASSERT_TRUE(error) << name;
        EXPECT_EQ(error->message, std::string{"\""}.append(name).append(
                                      "\" cannot be a table name: allowed are letters, digits and underscores, not "
                                      "beginning with a digit or with sqlite_, at most 64 characters"));
    }
    EXPECT_TRUE(check_table_name(std::string(65, 'a')));
    EXPECT_TRUE(check_table_name(std::string_view{"a\0b", 3}));
}

TEST(TableNameFromFile, IsTheStem) {
    EXPECT_EQ(table_name_from_file("stocks.csv"), "stocks");
    EXPECT_EQ(table_name_from_file("data/seattle-weather.csv"), "seattle_weather");
    EXPECT_EQ(table_name_from_file("C:\\data\\stocks.csv"), "stocks");
    EXPECT_EQ(table_name_from_file("stocks"), "stocks");
    EXPECT_EQ(table_name_from_file("stocks.2012.csv"), "stocks_2012");
}

TEST(TableNameFromFile, IsAlwaysAllowed) {
    for (const auto* path : {"", ".csv", "/", "2012.csv", "größe.csv", "sqlite_schema.csv", "a b;c.csv", "..", "-"}) {
        EXPECT_EQ(check_table_name(table_name_from_file(path)), std::nullopt) << path;
    }
    EXPECT_EQ(check_table_name(table_name_from_file(std::string(200, '9') + ".csv")), std::nullopt);
}

}  // namespace
}  // namespace engine
