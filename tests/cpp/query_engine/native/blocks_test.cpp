// The engine's events natively: its logs, metrics and spans arrive in blocks, and the blocks can be read.
#include <engine/query_engine.hpp>

#include <gmock/gmock.h>
#include <micromegas/tracing/testing_blocks.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace engine {
namespace {

using micromegas::tracing::Property;
using micromegas::tracing::testing::RecordedMetric;
using micromegas::tracing::testing::RecordedSpan;
using micromegas::tracing::testing::ScopedRecording;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

TEST(Blocks, HoldLogsMetricsAndSpansOfAQuery) {
    const ScopedRecording recording;  // before the engine, whose own lazy initialisation then does nothing
    ASSERT_FALSE(recording.error());
    {
        QueryEngine engine;
        ASSERT_TRUE(engine.register_csv("cars", "name,speed\nbeetle,110\nmini,120\n"));
        ASSERT_TRUE(engine.execute("SELECT name FROM cars WHERE speed > 115"));
    }

    std::vector<std::string> messages;
    for (const auto& log : recording.logs()) {
        messages.push_back(log.target + ": " + log.message);
    }
    EXPECT_THAT(messages, IsSupersetOf({"engine: registered table cars: 2 rows", "engine: query returned 1 row",
                                        "engine::sql: running SELECT name FROM cars WHERE speed > 115"}));

    const std::vector<RecordedMetric> metrics = recording.metrics();
    std::vector<std::string> names;
    std::ranges::transform(metrics, std::back_inserter(names), &RecordedMetric::name);
    EXPECT_THAT(names, ElementsAre("registered_rows", "register_csv_time", "query_rows", "query_time"));
    EXPECT_EQ(metrics[0].value, 2);
    EXPECT_THAT(metrics[0].properties, ElementsAre(Property{"table", "cars"}));
    EXPECT_EQ(metrics[2].value, 1);
    EXPECT_GT(metrics[3].value, 0);

    const std::vector<RecordedSpan> spans = recording.spans();
    std::vector<std::string> tree;
    for (const RecordedSpan& span : spans) {
        tree.push_back(std::string(span.depth, ' ') + span.target + ' ' + span.name);
        EXPECT_TRUE(span.end.has_value()) << span.name;
    }
    EXPECT_THAT(tree, IsSupersetOf({"engine QueryEngine::register_csv", "engine QueryEngine::execute"}));
    EXPECT_GT(std::ranges::max(spans, {}, &RecordedSpan::depth).depth, 0U) << "spans within spans";
}

}  // namespace
}  // namespace engine
