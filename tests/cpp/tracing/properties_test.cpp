// Properties that a call gives: MM_P.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>  // for user formatters

namespace shapes {

struct Size {
    int width;
    int height;
};

}  // namespace shapes

template <>
struct fmt::formatter<shapes::Size> : fmt::formatter<int> {
    template <class Context>
    auto format(const shapes::Size& size, Context& context) const {
        context.advance_to(fmt::formatter<int>::format(size.width, context));
        *context.out() = 'x';
        return fmt::formatter<int>::format(size.height, context);
    }
};

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using Properties = testing::RecordingTest;
using enum PropertyType;

TEST_F(Properties, ComeAfterTheArgumentsOfTheFormat) {
    const std::string table = "airports";
    MM_INFO("slow query {} ms", 12, MM_P("table", table), MM_P("rows", 337));
    EXPECT_EQ(last().message, "slow query 12 ms");
    EXPECT_THAT(last().properties, ElementsAre(Property{"table", "airports"}, Property{"rows", "337"}));
    EXPECT_THAT(last().types, ElementsAre(Text, Int));
}

TEST_F(Properties, GoWithALiteralMessage) {
    MM_WARN("no rows", MM_P("table", "cars"));
    EXPECT_EQ(last().message, "no rows");
    EXPECT_THAT(last().properties, ElementsAre(Property{"table", "cars"}));
    MM_WARN("{{}}", MM_P("table", "cars"));
    EXPECT_EQ(last().message, "{}");
}

TEST_F(Properties, AreOfEveryLevelAndTarget) {
    MM_FATAL("a", MM_P("n", 1));
    MM_ERROR("a", MM_P("n", 2));
    MM_WARN("a", MM_P("n", 3));
    MM_INFO("a", MM_P("n", 4));
    MM_DEBUG("a", MM_P("n", 5));
    MM_TRACE("a", MM_P("n", 6));
    MM_LOG("net", Level::Info, "a", MM_P("n", 7));
    const auto logs = sink_->logs();
    ASSERT_EQ(logs.size(), 7U);
    for (std::size_t i = 0; i < logs.size(); ++i) {
        EXPECT_THAT(logs[i].properties, ElementsAre(Property{"n", std::to_string(i + 1)}));
    }
    EXPECT_EQ(logs[6].target, "net");
}

TEST_F(Properties, KeepTheTypesOfNumbersAndBooleans) {
    MM_INFO("integers", MM_P("a", std::int8_t{-8}), MM_P("b", std::numeric_limits<std::int64_t>::min()),
            MM_P("c", std::numeric_limits<std::uint64_t>::max()), MM_P("d", static_cast<unsigned char>(7)));
    EXPECT_THAT(last().properties, ElementsAre(Property{"a", "-8"}, Property{"b", "-9223372036854775808"},
                                               Property{"c", "18446744073709551615"}, Property{"d", "7"}));
    EXPECT_THAT(last().types, ElementsAre(Int, Int, UInt, UInt));
    MM_INFO("others", MM_P("a", 0.1F), MM_P("b", 1e300), MM_P("c", true),
            MM_P("d", std::numeric_limits<double>::infinity()));
    EXPECT_THAT(last().properties, ElementsAre(Property{"a", "0.1"}, Property{"b", "1e+300"}, Property{"c", "true"},
                                               Property{"d", "inf"}));
    EXPECT_THAT(last().types, ElementsAre(Float, Double, Bool, Double));
}

TEST_F(Properties, AreTextsOfEveryKind) {
    const std::string with_nul{"a\0b", 3};
    std::string_view view = "view";
    char characters[] = "array";  // NOLINT(modernize-avoid-c-arrays)
    const char* const nothing = nullptr;
    MM_INFO("texts", MM_P("a", with_nul), MM_P("b", view), MM_P("c", characters), MM_P("d", nothing), MM_P("e", 'x'),
            MM_P("f", std::string{"temporary, longer than a small string"}), MM_P("g", ""));
    EXPECT_THAT(
        last().properties,
        ElementsAre(Property{"a", with_nul}, Property{"b", "view"}, Property{"c", "array"}, Property{"d", "(null)"},
                    Property{"e", "x"}, Property{"f", "temporary, longer than a small string"}, Property{"g", ""}));
    EXPECT_THAT(last().types, ElementsAre(Text, Text, Text, Text, Text, Text, Text));
}

TEST_F(Properties, OfOtherTypesAreFormatted) {
    MM_INFO("{} rows", 1, MM_P("size", shapes::Size{3, 4}), MM_P("n", 2));
    EXPECT_EQ(last().message, "1 rows");
    EXPECT_THAT(last().properties, ElementsAre(Property{"size", "3x4"}, Property{"n", "2"}));
    EXPECT_THAT(last().types, ElementsAre(Text, Int));
    MM_INFO("{} {}", shapes::Size{1, 2}, 5, MM_P("n", 2), MM_P("size", shapes::Size{3, 4}));
    EXPECT_EQ(last().message, "1x2 5");
    EXPECT_THAT(last().properties, ElementsAre(Property{"n", "2"}, Property{"size", "3x4"}));
}

TEST_F(Properties, JoinThoseOfASet) {
    const PropertySet set{{"Table", "cars"}, {"user", "ada"}};
    MM_INFO_PROPS(set, "{} rows", 3, MM_P("table", "trains"), MM_P("n", 1));
    EXPECT_EQ(last().message, "3 rows");
    EXPECT_THAT(last().properties,
                ElementsAre(Property{"user", "ada"}, Property{"table", "trains"}, Property{"n", "1"}))
        << "the call's own replaces that of the set";
    MM_LOG_PROPS("net", Level::Info, PropertySet{}, "none", MM_P("n", 1));
    EXPECT_THAT(last().properties, ElementsAre(Property{"n", "1"}));
    MM_INFO_PROPS(set, "{}", shapes::Size{1, 2}, MM_P("n", 1));
    EXPECT_THAT(last().properties, ElementsAre(Property{"Table", "cars"}, Property{"user", "ada"}, Property{"n", "1"}));
}

TEST_F(Properties, AreEvaluatedOnlyWhereTheEntryIsWanted) {
    int evaluated = 0;
    set_filter(Filter{LevelFilter::Warn});
    MM_INFO("not wanted", MM_P("n", ++evaluated));
    EXPECT_EQ(evaluated, 0);
    MM_WARN("wanted", MM_P("n", ++evaluated));
    EXPECT_EQ(evaluated, 1);
}

TEST_F(Properties, TakeValuesWithCommasAndBitFields) {
    struct {
        unsigned bits : 3;
    } field{5};
    MM_INFO("commas", MM_P("pair", std::pair<int, int>{1, 2}.second), MM_P("bits", field.bits));
    EXPECT_THAT(last().properties, ElementsAre(Property{"pair", "2"}, Property{"bits", "5"}));
}

TEST_F(Properties, MayBeMany) {
    MM_INFO("many", MM_P("a", 1), MM_P("b", 2), MM_P("c", 3), MM_P("d", 4), MM_P("e", 5), MM_P("f", 6), MM_P("g", 7),
            MM_P("h", 8), MM_P("i", 9), MM_P("j", "ten"));
    ASSERT_EQ(last().properties.size(), 10U);
    EXPECT_EQ(last().properties[9], (Property{"j", "ten"}));
}

TEST(PropertyValue, IsEqualToOneOfTheSameTypeAndValue) {
    EXPECT_EQ(PropertyValue{1}, PropertyValue{std::int64_t{1}});
    EXPECT_NE(PropertyValue{1}, PropertyValue{1U});
    EXPECT_NE(PropertyValue{1}, PropertyValue{true});
    EXPECT_EQ(PropertyValue{"a"}, PropertyValue{std::string_view{"a"}});
    EXPECT_EQ(PropertyValue{}, PropertyValue{""});
    EXPECT_EQ(to_text(PropertyValue{true}), "true");
    EXPECT_EQ(PropertyValue{"a"}.text(), "a");
    EXPECT_EQ(PropertyValue{7}.text(), "");
}

}  // namespace
}  // namespace micromegas::tracing
