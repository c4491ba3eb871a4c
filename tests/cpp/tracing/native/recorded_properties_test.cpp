// Properties of recorded entries and metrics have the values of the call, even if these change later.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::tracing {

/// Of a type that the caller formats.
struct Named {
    std::string name;
};

}  // namespace micromegas::tracing

template <>
struct fmt::formatter<micromegas::tracing::Named> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const micromegas::tracing::Named& value, Context& context) const {
        return fmt::formatter<std::string_view>::format(value.name, context);
    }
};

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RecordedProperties, PropertiesAreCopied) {
    const testing::ScopedRecording recording;
    MM_INFO_PROPS((PropertySet{{"table", "cars"}, {"user", "ada"}}), "{} rows", 3);
    MM_INFO_PROPS((PropertySet{{"a", "1"}}), "literal");
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), 2U);
    EXPECT_EQ(logs[0].message, "3 rows");
    EXPECT_THAT(logs[0].properties, ElementsAre(Property{"table", "cars"}, Property{"user", "ada"}));
    EXPECT_EQ(logs[1].message, "literal");
    EXPECT_THAT(logs[1].properties, ElementsAre(Property{"a", "1"}));
}

TEST(RecordedProperties, PropertiesOfTheCallAreCopied) {
    const testing::ScopedRecording recording;
    {
        std::string table = "cars";
        Named object{"before"};
        MM_INFO("{} rows", 3, MM_P("table", table), MM_P("share", 0.5), MM_P("object", object));
        MM_INFO("literal", MM_P("n", std::numeric_limits<std::uint64_t>::max()), MM_P("f", 0.1F), MM_P("b", false));
        MM_INFO("{}", object, MM_P("character", 'c'));
        table = "gone";
        object.name = "after";
    }
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), 3U);
    EXPECT_EQ(logs[0].message, "3 rows");
    EXPECT_THAT(logs[0].properties,
                ElementsAre(Property{"table", "cars"}, Property{"share", "0.5"}, Property{"object", "before"}));
    EXPECT_EQ(logs[1].message, "literal");
    EXPECT_THAT(logs[1].properties,
                ElementsAre(Property{"n", "18446744073709551615"}, Property{"f", "0.1"}, Property{"b", "false"}));
    EXPECT_EQ(logs[2].message, "before");
    EXPECT_THAT(logs[2].properties, ElementsAre(Property{"character", "c"}));
}

TEST(RecordedProperties, AFormatWithoutArgumentsKeepsItsBracesBesideProperties) {
    const testing::ScopedRecording recording;
    MM_INFO("{{}} of {{a}}", MM_P("n", 1));
    MM_INFO_PROPS((PropertySet{{"a", "1"}}), "{{}}");
    MM_INFO_PROPS((PropertySet{{"a", "1"}}), "{{", MM_P("n", 1));
    MM_INFO_PROPS((PropertySet{}), "no properties");
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), 4U);
    EXPECT_EQ(logs[0].message, "{} of {a}");
    EXPECT_THAT(logs[0].properties, ElementsAre(Property{"n", "1"}));
    EXPECT_EQ(logs[1].message, "{}");
    EXPECT_EQ(logs[2].message, "{");
    EXPECT_THAT(logs[2].properties, ElementsAre(Property{"a", "1"}, Property{"n", "1"}));
    EXPECT_EQ(logs[3].message, "no properties");
    EXPECT_THAT(logs[3].properties, IsEmpty());
}

TEST(RecordedProperties, KeysAreThoseOfEachCallInEachBlock) {
    const testing::ScopedRecording recording;
    for (int i = 0; i < 6; ++i) {
        if (i == 3) {
            dispatch::flush_log_buffer();
        }
        MM_INFO("one", MM_P("table", "cars"), MM_P("n", i));
        MM_INFO("the other", MM_P("n", "table"), MM_P("share", i));
    }
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), 12U);
    for (std::size_t i = 0; i < 6; ++i) {
        const std::string number = std::to_string(i);
        EXPECT_THAT(logs[2 * i].properties, ElementsAre(Property{"table", "cars"}, Property{"n", number}));
        EXPECT_THAT(logs[2 * i + 1].properties, ElementsAre(Property{"n", "table"}, Property{"share", number}));
    }
}

// A block has most values once, and finds them by a hash of their bytes.
TEST(RecordedProperties, EachValueOfAPropertyIsItsOwn) {
    const testing::ScopedRecording recording;
    std::vector<std::string> values;
    for (std::size_t size = 0; size < 40; ++size) {
        values.emplace_back(size, 'x');
        for (std::size_t at = 0; at < size; ++at) {
            values.emplace_back(values[values.size() - 1 - at]).at(at) = '\0';
        }
    }
    for (int times = 0; times < 2; ++times) {
        for (const std::string& value : values) {
            MM_INFO("value", MM_P("value", value), MM_P("size", value.size()));
            MM_INFO("the same", MM_P("value", value), MM_P("size", value.size()));
        }
    }
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), 4 * values.size());
    for (std::size_t i = 0; i < logs.size(); ++i) {
        const std::string& value = values[i / 2 % values.size()];
        EXPECT_THAT(logs[i].properties,
                    ElementsAre(Property{"value", value}, Property{"size", std::to_string(value.size())}));
    }
}

TEST(RecordedProperties, PropertiesOfTheCallJoinThoseOfASet) {
    const testing::ScopedRecording recording;
    const PropertySet set{{"Table", "cars"}, {"user", "ada"}};
    MM_INFO_PROPS(set, "{} rows", 3, MM_P("table", "trains"));
    MM_INFO_PROPS((PropertySet{{"level", "own"}}), "level of the set", MM_P("n", 1));
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), 2U);
    EXPECT_THAT(logs[0].properties, ElementsAre(Property{"user", "ada"}, Property{"table", "trains"}));
    EXPECT_EQ(logs[1].message, "level of the set");
    EXPECT_THAT(logs[1].properties, ElementsAre(Property{"level", "own"}, Property{"n", "1"}));
}

TEST(RecordedProperties, MetricsHavePropertiesOfTheCall) {
    const testing::ScopedRecording recording;
    const PropertySet set{{"unit", "own"}, {"user", "ada"}};
    MM_IMETRIC("rows", "count", 3, MM_P("table", "cars"), MM_P("n", 1));
    MM_FMETRIC("time", "ms", 0.5, MM_P("table", std::string{"trains"}));
    MM_IMETRIC_PROPS(set, "rows", "count", 4, MM_P("user", "eve"));
    MM_FMETRIC_PROPS(set, "time", "ms", 1.5, MM_P("b", true));
    const auto metrics = recording.metrics();
    ASSERT_EQ(metrics.size(), 4U);
    EXPECT_THAT(metrics[0].properties, ElementsAre(Property{"table", "cars"}, Property{"n", "1"}));
    EXPECT_EQ(metrics[0].value, 3);
    EXPECT_THAT(metrics[1].properties, ElementsAre(Property{"table", "trains"}));
    EXPECT_EQ(metrics[1].value, 0.5);
    EXPECT_THAT(metrics[2].properties, ElementsAre(Property{"unit", "own"}, Property{"user", "eve"}));
    EXPECT_THAT(metrics[3].properties,
                ElementsAre(Property{"unit", "own"}, Property{"user", "ada"}, Property{"b", "true"}));
}

}  // namespace
}  // namespace micromegas::tracing
