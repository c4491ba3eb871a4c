#include <micromegas/tracing/detail/valid_utf8.hpp>

#include <gtest/gtest.h>

#include <string>

namespace micromegas::tracing::detail {
namespace {

std::string repair(std::string_view text) {
    std::string repaired;
    return std::string{valid_utf8(text, repaired)};
}

TEST(ValidUtf8, IsLeftAlone) {
    for (const std::string_view text :
         {"", "ASCII", "größe", "\u0080\u07FF\u0800\uFFFD", "\U00010000\U0010FFFF", "\uD7FF\uE000"}) {
        std::string repaired;
        EXPECT_EQ(valid_utf8(text, repaired).data(), text.data());
        EXPECT_EQ(repaired, "");
    }
}

TEST(ValidUtf8, EveryOtherByteIsReplaced) {
    EXPECT_EQ(repair("a\xFF"
                     "b"),
              "a\uFFFD"
              "b");
    EXPECT_EQ(repair("\xC3"), "\uFFFD") << "cut short";
    EXPECT_EQ(repair("\xE2\x82"), "\uFFFD\uFFFD") << "cut short";
    EXPECT_EQ(repair("\x80ok"), "\uFFFDok") << "continuation alone";
    EXPECT_EQ(repair("\xC0\x80"), "\uFFFD\uFFFD") << "overlong";
    EXPECT_EQ(repair("\xE0\x80\x80"), "\uFFFD\uFFFD\uFFFD") << "overlong";
    EXPECT_EQ(repair("\xF0\x80\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD") << "overlong";
    EXPECT_EQ(repair("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD") << "surrogate";
    EXPECT_EQ(repair("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD") << "above U+10FFFF";
    EXPECT_EQ(repair("\xF5"), "\uFFFD");
    EXPECT_EQ(repair("gr\xF6\xDF"
                     "e größe"),
              "gr\uFFFD\uFFFD"
              "e größe");
}

}  // namespace
}  // namespace micromegas::tracing::detail
