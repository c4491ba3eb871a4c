// Events that a server's analytics would lose after the server took them: too large ones, and names that it reads as
// its own.
#include "recording_fixture.hpp"

#include <micromegas/tracing/testing_blocks.hpp>

#include <set>
#include <string>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr std::size_t kMiB = std::size_t{1} << 20;

class ServerLimits : public BlockTest {
protected:
    const DropCounts before_ = dispatch::drop_counts();
};

TEST_F(ServerLimits, ImagesAreSplitIntoBlocks) {
    init();
    const std::vector<std::byte> bytes(kMiB / 2 + 1, std::byte{7});
    for (int i = 0; i < 20; ++i) {
        dispatch::image("frame " + std::to_string(i), "raw", bytes);
    }
    dispatch::flush_all();
    const auto blocks = sink_->blocks(StreamKind::Image);
    EXPECT_THAT(blocks, SizeIs(10));
    EXPECT_EQ(count_events(blocks), 20U);
    expect_continuous(blocks);
    expect_events_between_their_ends(blocks);
}

TEST_F(ServerLimits, AnImageThatIsTooLargeIsRefused) {
    init();
    const std::vector<std::byte> bytes(48 * kMiB);
    dispatch::image("too large", "raw", bytes);
    dispatch::image("", "", bytes);
    dispatch::flush_all();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Image)), 1U);
    EXPECT_EQ(dispatch::drop_counts().refused, before_.refused + 1);
}

TEST_F(ServerLimits, AnEntryThatIsTooLargeIsRefused) {
    init();
    const std::string text(30 * kMiB, 'x');
    MM_INFO("{}{}", text, text);  // its record
    MM_INFO("{0}{0}", text);      // its message
    MM_INFO("{}", text);
    dispatch::flush_all();
    EXPECT_EQ(testing::read_logs(*sink_).size(), 1U + 1U) << "and the warning";
    EXPECT_EQ(dispatch::drop_counts().refused, before_.refused + 2);
}

TEST_F(ServerLimits, PropertiesDoNotReplaceTheFieldsOfAnEntry) {
    init();
    const PropertySet level{{"level", "warn"}, {"user", "ada"}};
    const PropertySet target{{"Target", "elsewhere"}};
    MM_LOG_PROPS("own.target", ::micromegas::tracing::Level::Error, level, "one {}", 1);
    MM_INFO_PROPS(target, "two");
    dispatch::log_interop({Level::Debug, "", "interop", "", "file", 1, MetadataLifetime::Transient}, "three",
                          level.properties());
    dispatch::flush_all();
    for (const auto& block : sink_->blocks(StreamKind::Log)) {
        const auto parsed = parse(*block);
        for (const transit::Object* const event : parsed.events()) {
            EXPECT_EQ(event->type_name, "TaggedLogInteropEvent") << "the one type whose properties are not applied";
        }
    }
    const auto logs = testing::read_logs(*sink_);
    ASSERT_THAT(logs, SizeIs(3));
    EXPECT_EQ(logs[0].level, Level::Error);
    EXPECT_EQ(logs[0].target, "own.target");
    EXPECT_EQ(logs[0].message, "one 1");
    EXPECT_THAT(logs[0].properties, ElementsAre(Property{"level", "warn"}, Property{"user", "ada"}));
    EXPECT_EQ(logs[1].message, "two");
    EXPECT_THAT(logs[1].properties, ElementsAre(Property{"Target", "elsewhere"}));
    EXPECT_EQ(logs[2].level, Level::Debug);
    EXPECT_EQ(logs[2].target, "interop");
}

TEST_F(ServerLimits, PropertiesDoNotReplaceTheFieldsOfAMetric) {
    init();
    static constexpr MetricMetadata kRows{"rows", "count", "engine", "file", 1};
    const PropertySet properties{{"name", "a"}, {"unit", "b"}, {"property.target", "c"}, {"table", "d"}};
    dispatch::tagged_int_metric(kRows, properties, 1);
    dispatch::tagged_float_metric(kRows, PropertySet{{"target", "e"}}, 2);
    dispatch::flush_all();
    std::set<std::string> names;
    for (const auto& block : sink_->blocks(StreamKind::Metrics)) {
        const auto parsed = parse(*block);
        for (const transit::Object* const event : parsed.events()) {
            for (const auto& [name, value] : (*event->get<const transit::Object*>("properties"))->members) {
                names.emplace(name);
            }
        }
    }
    EXPECT_THAT(names,
                ElementsAre("property.name", "property.property.target", "property.target", "property.unit", "table"));
    const auto metrics = testing::read_metrics(*sink_);
    ASSERT_THAT(metrics, SizeIs(2));
    EXPECT_EQ(metrics[0].name, "rows");
    EXPECT_EQ(metrics[0].properties.size(), 4U);
    for (const Property& property : properties.properties()) {
        EXPECT_THAT(metrics[0].properties, ::testing::Contains(property)) << "as the program gave them";
    }
}

TEST_F(ServerLimits, TicksAreNotTakenForSeconds) {
    init();
    MM_IMETRIC("frame", "ticks", 1000);
    dispatch::flush_all();
    const auto metrics = testing::read_metrics(*sink_);
    ASSERT_THAT(metrics, SizeIs(1));
    EXPECT_EQ(metrics[0].unit, "tick");
    EXPECT_EQ(metrics[0].value, 1000);
}

}  // namespace
}  // namespace micromegas::tracing
