#include "csv/column_profile.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace engine::csv {
namespace {

TEST(Classify, KnowsIntegers) {
    for (const auto* text : {"0", "7", "-1", "1234567890", "-9223372036854775808"}) {
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
    for (const auto* text : {"00501", "-01", "00.5", "01e3"}) {
        EXPECT_EQ(classify(text), ValueKind::PaddedNumber) << text;
    }
    for (const auto* text : {"9223372036854775808", "-9223372036854775809", "12345678901234567.0",
                             "12345678901234567.5", "12345678901234567e0", "9223372036854775807.0"}) {
        EXPECT_EQ(classify(text), ValueKind::Text) << text;
    }
}

TEST(Classify, KnowsIntegersThatNoDoubleHolds) {
    for (const auto* text : {"9007199254740993", "-9007199254740993", "12345678901234567", "9223372036854775807"}) {
        EXPECT_EQ(classify(text), ValueKind::WideInteger) << text;
    }
    for (const auto* text : {"9007199254740992", "-9007199254740992", "9007199254740994", "-9223372036854775808"}) {
        EXPECT_EQ(classify(text), ValueKind::Integer) << text;
    }
}

TEST(Classify, NumbersThatADoubleMakesInfiniteOrZeroAreText) {
    for (const auto* text : {"1234e400", "-1234e400", "1e309", "1.7976931348623158e308", "1e99999999999999999999",
                             "1e-324", "0.1e-400", "-1e-99999999999999999999", "1000000000000000000e299"}) {
        EXPECT_EQ(classify(text), ValueKind::Text) << text;
    }
    for (const auto* text : {"1e308", "1.7976931348623157e308", "1797693134862315e293", "-1e308", "1e-323", "2.5e-308",
                             "0e999", "0.0e-999", ".00001e312"}) {
        EXPECT_EQ(classify(text), ValueKind::Real) << text;
    }
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
    EXPECT_EQ(type_of({"12345678901234567", "2"}), ColumnType::Integer);
    EXPECT_EQ(type_of({"12345678901234567", "1e3"}), ColumnType::Text);
    EXPECT_EQ(type_of({"1.5", "12345678901234567"}), ColumnType::Text);
    EXPECT_EQ(type_of({"9007199254740992", "1.5"}), ColumnType::Real);
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
