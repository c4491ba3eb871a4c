#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <string>
#include <thread>

#include <unistd.h>

namespace micromegas::tracing::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ScopedRecording, ReadsMetrics) {
    const ScopedRecording recording;
    MM_IMETRIC("rows", "count", 3);
    MM_FMETRIC_PROPS((PropertySet{{"table", "cars"}}), "time", "ms", 1.5);
    const auto metrics = recording.metrics();
    ASSERT_THAT(metrics, SizeIs(2));
    EXPECT_EQ(metrics[0].name, "rows");
    EXPECT_EQ(metrics[0].unit, "count");
    EXPECT_EQ(metrics[0].target, "micromegas::tracing::testing");
    EXPECT_EQ(metrics[0].value, 3);
    EXPECT_THAT(metrics[0].properties, IsEmpty());
    EXPECT_EQ(metrics[1].value, 1.5);
    EXPECT_THAT(metrics[1].properties, ElementsAre(Property{"table", "cars"}));
    EXPECT_LE(metrics[0].time, metrics[1].time);
}

TEST(ScopedRecording, ReadsSpansAsATree) {
    const ScopedRecording recording;
    {
        MM_SPAN_SCOPE("outer");
        { MM_SPAN_SCOPE("first"); }
        { MM_SPAN_NAMED("second"); }
        MM_ASYNC_SPAN("async");
        EXPECT_EQ(recording.spans().front().end, std::nullopt) << "it lasts";
    }
    const auto spans = recording.spans();
    ASSERT_THAT(spans, SizeIs(4));
    EXPECT_EQ(spans[0].name, "outer");
    EXPECT_EQ(spans[0].depth, 0U);
    EXPECT_EQ(spans[1].name, "first");
    EXPECT_EQ(spans[1].depth, 1U);
    EXPECT_EQ(spans[2].name, "second");
    EXPECT_EQ(spans[2].depth, 1U);
    EXPECT_EQ(spans[3].name, "async");
    EXPECT_NE(spans[3].span_id, 0U);
    for (const RecordedSpan& span : spans) {
        EXPECT_EQ(span.target, "micromegas::tracing::testing");
        EXPECT_EQ(span.thread_id, std::to_string(gettid()));
        ASSERT_NE(span.end, std::nullopt) << span.name;
        EXPECT_LE(span.begin, *span.end);
        EXPECT_LE(spans[0].begin, span.begin);
        EXPECT_LE(*span.end, *spans[0].end);
    }
}

TEST(ScopedRecording, MatchesTheEndOfAnAsyncSpanOnAnotherThread) {
    const ScopedRecording recording;
    static constinit const SpanMetadata site{"moves", {"target", "module", __FILE__, 1}};
    const std::uint64_t id = dispatch::on_begin_async_scope(site, 0, 0);
    std::thread{[&] { dispatch::on_end_async_scope(id, 0, site, 0); }}.join();
    const auto spans = recording.spans();
    ASSERT_THAT(spans, SizeIs(1));
    EXPECT_NE(spans[0].end, std::nullopt);
}

TEST(ScopedRecording, MergesTheLogsOfThreadsByTime) {
    const ScopedRecording recording;
    for (int i = 0; i < 3; ++i) {
        std::thread{[&] { MM_INFO("{} of a thread", i); }}.join();
        MM_INFO("{} of this one", i);
    }
    std::vector<std::string> messages;
    for (const RecordedLog& log : recording.logs()) {
        messages.push_back(log.message);
    }
    EXPECT_THAT(messages, ElementsAre("0 of a thread", "0 of this one", "1 of a thread", "1 of this one",
                                      "2 of a thread", "2 of this one"));
}

TEST(ScopedRecording, RestoresTheFilter) {
    ASSERT_EQ(set_filter("warn"), std::nullopt);
    {
        ScopedRecording recording{Filter{LevelFilter::Info}};
        const ScopedRecording second;
        EXPECT_EQ(second.error(), InitError::AlreadyInitialised);
        MM_INFO("passes");
        MM_DEBUG("does not");
        EXPECT_THAT(recording.logs(), SizeIs(1));
        recording.clear();
        EXPECT_THAT(recording.logs(), IsEmpty());
    }
    EXPECT_EQ(current_filter().to_string(), "warn");
    set_max_level(LevelFilter::Trace);
}

}  // namespace
}  // namespace micromegas::tracing::testing
