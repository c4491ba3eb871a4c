#include "utf8.hpp"

#include <gtest/gtest.h>

namespace engine {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, KnowsValidText) {
    for (const auto text : {""sv, "abc\0"sv, "é"sv, "\u0800"sv, "日本"sv, "\uD7FF\uE000"sv, "🦆"sv, "\U0010FFFF"sv}) {
        EXPECT_TRUE(is_valid_utf8(text)) << text;
    }
}

TEST(Utf8, KnowsInvalidText) {
    for (const auto text : {"\x80"sv, "\xC3"sv, "\xC0\x80"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv, "\xF0\x8F\xBF\xBF"sv,
                            "\xF4\x90\x80\x80"sv, "\xF5"sv, "\xE6\x97"sv, "\xF0\x9F\xA6"sv, "\xC3("sv}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

TEST(Utf8, ReplacesEachBadByte) {
    std::size_t replaced = 0;
    EXPECT_EQ(repair_utf8("a\xFF\xC3("sv, replaced), "a\uFFFD\uFFFD(");
    EXPECT_EQ(replaced, 2U);
    EXPECT_EQ(repair_utf8("é"sv, replaced), "é");
    EXPECT_EQ(replaced, 2U);
}

}  // namespace
}  // namespace engine
