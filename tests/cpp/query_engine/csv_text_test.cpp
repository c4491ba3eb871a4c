#include "csv/survey.hpp"

#include <gtest/gtest.h>

namespace engine::csv {
namespace {

using namespace std::string_view_literals;

std::string error_of(std::string_view bytes) {
    const auto text = Text::decode(bytes);
    return text ? "" : text.error().message;
}

TEST(CsvText, PassesUtf8On) {
    const auto text = Text::decode("größe,🦆"sv);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->view(), "größe,🦆");
}

TEST(CsvText, SkipsTheByteOrderMark) {
    const auto text = Text::decode("\xEF\xBB\xBFname\n"sv);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->view(), "name\n");
}

TEST(CsvText, ReplacesBytesThatAreNotUtf8) {
    const auto text = Text::decode(
        "gr\xF6\xDF"
        "e"sv);  // Latin-1
    ASSERT_TRUE(text);
    EXPECT_EQ(text->view(), "gr\uFFFD\uFFFDe");
}

TEST(CsvText, RefusesUtf16) {
    EXPECT_EQ(error_of("\xFF\xFE"
                       "a\0"sv),
              "the file is UTF-16; save it as UTF-8");
    EXPECT_EQ(error_of("\xFE\xFF\0a"sv), "the file is UTF-16; save it as UTF-8");
}

TEST(CsvText, RefusesNulAndNamesItsLine) {
    EXPECT_EQ(error_of("a,b\r\n1,\0\n"sv), "line 2: a NUL byte; this is not a text file");
}

}  // namespace
}  // namespace engine::csv
