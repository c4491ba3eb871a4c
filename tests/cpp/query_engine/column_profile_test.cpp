#include "csv/column_profile.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace engine::csv {
namespace {

TEST(Classify, KnowsIntegers) {
    for (const auto* text : {"0", "7", "-1", "1234567890", "9223372036854775807", "-9223372036854775808"}) {
        EXPECT_EQ(classify(text), ValueKind::Integer) << text;
    }
}

TEST(Classify, KnowsRealNumbers) {
    for (const auto* text : {"0.5", "-0.5", ".5", "-.5", "5.", "1e3", "1E-3", "2.5e+10"}) {
        EXPECT_EQ(classify(text), ValueKind::Real) << text;
    }
}

TEST(Classify, LeavesTheRestText) {
    for (const auto* text : {"-", ".", "-.", "e5", "1e", "1e+", "+5", " 5", "5 ", "1,000", "1_000", "0x10", "NaN",
                             "inf", "2012-01-01", "1.2.3", "1-2", "--1"}) {
        EXPECT_EQ(classify(text), ValueKind::Text) << text;
    }
}

TEST(Classify, DoesNotLoseDigits) {
    EXPECT_EQ(classify("00501"), ValueKind::PaddedNumber);
    EXPECT_EQ(classify("-01"), ValueKind::PaddedNumber);
    EXPECT_EQ(classify("9223372036854775808"), ValueKind::Text);
}

TEST(Classify, KnowsTheEmptyOne) { EXPECT_EQ(classify(""), ValueKind::Empty); }

ColumnType type_of(std::initializer_list<std::string_view> values) {
    ColumnProfile profile;
    for (const std::string_view value : values) {
        profile.add(value, 1);
    }
    return profile.type();
}

TEST(ColumnProfile, FindsTheType) {
    EXPECT_EQ(type_of({"1", "", "2"}), ColumnType::Integer);
    EXPECT_EQ(type_of({"1", "2.5", ""}), ColumnType::Real);
    EXPECT_EQ(type_of({"1", "n/a"}), ColumnType::Text);
    EXPECT_EQ(type_of({"10001", "00501"}), ColumnType::Text);
    EXPECT_EQ(type_of({"", ""}), ColumnType::Text);
    EXPECT_EQ(type_of({}), ColumnType::Text);
}

TEST(ColumnProfile, RemembersTheFirstText) {
    ColumnProfile profile;
    profile.add("1", 2);
    profile.add("n/a", 3);
    profile.add("none", 4);
    EXPECT_EQ(profile.first_text, "n/a");
    EXPECT_EQ(profile.first_text_line, 3U);
    EXPECT_EQ(profile.texts, 2U);
    EXPECT_EQ(profile.values(), 3U);
}

}  // namespace
}  // namespace engine::csv
