#include "csv/survey.hpp"

#include <gmock/gmock.h>

namespace engine::csv {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_of(std::string_view text) {
    std::vector<std::string> names;
    if (const auto result = survey(text)) {
        for (const ColumnProfile& column : result->columns) {
            names.push_back(column.name);
        }
    }
    return names;
}

std::string error_of(std::string_view text) {
    const auto result = survey(text);
    return result ? "" : result.error().message;
}

TEST(Survey, CountsRowsAndFindsTypes) {
    const auto result = survey("city,zip,height\nSeattle,98101,1.5\nBoston,02108,\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->rows, 2U);
    ASSERT_EQ(result->columns.size(), 3U);
    EXPECT_EQ(result->columns[0].type(), ColumnType::Text);
    EXPECT_EQ(result->columns[1].type(), ColumnType::Text);
    EXPECT_EQ(result->columns[2].type(), ColumnType::Real);
    EXPECT_EQ(result->columns[2].empty, 1U);
}

TEST(Survey, GivesEachColumnANameOfItsOwn) {
    EXPECT_THAT(names_of(" id ,ID,,id\n"), ElementsAre("id", "ID_2", "column_3", "id_3"));
}

TEST(Survey, TakesAHeaderWithoutRows) {
    const auto result = survey("a,b\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->rows, 0U);
}

TEST(Survey, RefusesNothing) {
    EXPECT_EQ(error_of(""), "the file is empty; its first line must name the columns");
    EXPECT_EQ(error_of("\n\r\n"), "the file is empty; its first line must name the columns");
}

TEST(Survey, RefusesRaggedRows) {
    EXPECT_EQ(error_of("a,b,c\n1,2,3\n\n1,2\n"), "line 4: 2 fields, but the header has 3 columns");
    EXPECT_EQ(error_of("a\n1\n1,2,3\n"), "line 3: 3 fields, but the header has 1 column");
    EXPECT_EQ(error_of("a,b\n1\n"), "line 2: 1 field, but the header has 2 columns");
}

TEST(Survey, PassesTheReadersErrorsOn) {
    EXPECT_EQ(error_of("a,\"b"), "line 1: a quoted field begins here and never ends");
    EXPECT_EQ(error_of("a,b\n1,\"2"), "line 2: a quoted field begins here and never ends");
}

TEST(Survey, RefusesMoreColumnsThanSqliteTakes) {
    EXPECT_TRUE(survey(std::string(1999, ',')));
    EXPECT_EQ(error_of(std::string(2000, ',')), "2001 columns; at most 2000 are allowed");
}

}  // namespace
}  // namespace engine::csv
