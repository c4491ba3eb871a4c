#include "utf16.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace micromegas::transit::detail {
namespace {

std::string converted(std::u16string_view text) {
    std::vector<std::byte> bytes;
    for (const char16_t unit : text) {
        bytes.push_back(static_cast<std::byte>(unit & 0xFFU));
        bytes.push_back(static_cast<std::byte>(unit >> 8U));
    }
    return utf8_from_utf16(bytes);
}

constexpr char16_t kHigh = 0xD83D;
constexpr char16_t kLow = 0xDE00;

TEST(Utf16, OneToFourBytesACharacter) {
    EXPECT_EQ(converted(u""), "");
    EXPECT_EQ(converted(u"a\u007F"), "a\x7F");
    EXPECT_EQ(converted(u"\u0080\u07FF"), "\xC2\x80\xDF\xBF");
    EXPECT_EQ(converted(u"\u0800\uFFFF"), "\xE0\xA0\x80\xEF\xBF\xBF");
    EXPECT_EQ(converted(u"\U00010000\U0010FFFF"), "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
    EXPECT_EQ(converted({&kHigh, 1}) + "|", "\xEF\xBF\xBD|");
}

TEST(Utf16, ASurrogateWithoutItsOtherHalfIsReplaced) {
    EXPECT_EQ(converted(std::u16string{kLow}), "\xEF\xBF\xBD");
    EXPECT_EQ(converted(std::u16string{kHigh, u'a'}),
              "\xEF\xBF\xBD"
              "a");
    EXPECT_EQ(converted(std::u16string{kLow, kHigh}), "\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(converted(std::u16string{kHigh, kHigh, kLow}), "\xEF\xBF\xBD\xF0\x9F\x98\x80");
}

}  // namespace
}  // namespace micromegas::transit::detail
