// Compiled with MICROMEGAS_STATIC_MAX_VERBOSITY=2. Names that are made at run time, of spans, metrics and threads;
// spans that are recorded sometimes, or of an explicit target and verbosity.
#include "../traced_task.hpp"
#include "recording_fixture.hpp"

#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class DynamicNames : public BlockTest {
protected:
    void SetUp() override { init(); }

    /// Name and depth of each span, in the order of their begins; all have ended.
    std::vector<std::pair<std::string, int>> spans() {
        dispatch::flush_all();
        std::vector<std::pair<std::string, int>> found;
        for (const testing::RecordedSpan& span : testing::read_spans(*sink_)) {
            EXPECT_TRUE(span.end) << span.name;
            found.emplace_back(span.name, static_cast<int>(span.depth));
        }
        return found;
    }
    std::vector<testing::RecordedMetric> metrics() {
        dispatch::flush_all();
        return testing::read_metrics(*sink_);
    }
};

TEST_F(DynamicNames, OfSpansAreCopied) {
    {
        std::string name = "the first of a long name that no string has in itself";
        MM_SPAN_DYNAMIC(name);
        name = "another";
        MM_SPAN_DYNAMIC(fmt::format("inner {}", 1));
        dispatch::flush_all();  // the names are in memory that is given back
        MM_ASYNC_SPAN_DYNAMIC(std::string_view{name});
        MM_ASYNC_SPAN_DYNAMIC("child");
    }
    EXPECT_THAT(spans(), ElementsAre(Pair("the first of a long name that no string has in itself", 0),
                                     Pair("inner 1", 1), Pair("another", 0), Pair("child", 1)));
}

TEST_F(DynamicNames, OfSpansThatCrossAreEndedByTheirNames) {
    static constinit const SpanLocation location{"target", "module", "file", 1};
    dispatch::on_begin_dynamic_scope(location, "outer of a longer name");
    dispatch::on_begin_dynamic_scope(location, "inner of a longer name");
    dispatch::flush_all();
    dispatch::on_end_dynamic_scope(location, std::string{"outer of a "} + "longer name");
    EXPECT_THAT(spans(), ElementsAre(Pair("outer of a longer name", 0), Pair("inner of a longer name", 1)));
}

TEST_F(DynamicNames, OfMetricsAndTheirUnitsAreCopiedIntoProperties) {
    const ContextGuard context{{{"name", "of the context"}, {"a", "b"}}};
    MM_IMETRIC_DYNAMIC(std::string{"rows"} + " of cars", std::string{"count"}, 3);
    MM_FMETRIC_DYNAMIC("time", "ms", 1.5);
    MM_IMETRIC_DYNAMIC("would be seconds", "ticks", -1);
    const auto found = metrics();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].name, "rows of cars");
    EXPECT_EQ(found[0].unit, "count");
    EXPECT_EQ(found[0].value, 3);
    EXPECT_THAT(found[0].properties, ElementsAre(Property{"a", "b"}, Property{"name", "of the context"}));
    EXPECT_EQ(found[1].name, "time");
    EXPECT_EQ(found[1].value, 1.5);
    EXPECT_EQ(found[2].unit, "tick");
    EXPECT_EQ(found[2].value, 0);
    const auto block = sink_->blocks(StreamKind::Metrics).front();
    const auto parsed = parse(*block);
    EXPECT_EQ(parsed.events()[0]->type_name, "TaggedIntegerMetricEvent");  // which every server reads
    EXPECT_EQ(parsed.events()[1]->type_name, "TaggedFloatMetricEvent");
}

TEST_F(DynamicNames, OfAThreadBeginANewStreamWhereNoSpanIsOpen) {
    std::thread{[] {
        const TracingThreadGuard guard{"loader"};
        { MM_SPAN_SCOPE("first"); }
        dispatch::flush_all();
        {
            MM_SPAN_SCOPE("open");
            dispatch::flush_all();
            dispatch::set_thread_name("a worker with a name that is longer than fifteen bytes");
            dispatch::flush_all();
            { MM_SPAN_SCOPE("inner"); }
            dispatch::flush_all();
        }
        { MM_SPAN_SCOPE("last"); }
        dispatch::flush_all();
        std::array<char, 16> name{};
        pthread_getname_np(pthread_self(), name.data(), name.size());
        EXPECT_STREQ(name.data(), "a worker with a");
        pthread_setname_np(pthread_self(), "in other ways");
    }}.join();
    std::vector<std::pair<std::string, int>> streams;
    for (const auto& block : sink_->blocks(StreamKind::Thread)) {
        const auto properties = block->stream->properties.properties();
        EXPECT_EQ(properties[0].name, "thread-id");
        const std::string& name = properties[1].value;
        if (streams.empty() || streams.back().first != name) {
            streams.emplace_back(name, 0);
        }
        streams.back().second += static_cast<int>(block->object_count);
    }
    EXPECT_THAT(streams,
                ElementsAre(Pair("loader", 6), Pair("a worker with a name that is longer than fifteen bytes", 2)));
    for (const testing::RecordedSpan& span : testing::read_spans(*sink_)) {
        EXPECT_TRUE(span.end) << span.name;
        EXPECT_EQ(span.depth, span.name == "inner" ? 1 : 0);
    }
}

TEST_F(DynamicNames, AreCutAtACharacter) {
    std::thread{[] {
        dispatch::set_thread_name("12345678901234ü");  // 16 bytes
        std::array<char, 16> name{};
        pthread_getname_np(pthread_self(), name.data(), name.size());
        EXPECT_STREQ(name.data(), "12345678901234");
    }}.join();
}

TEST_F(DynamicNames, SpansOfAConditionBeginAndEndWithIt) {
    for (int rows = 0; rows < 4; ++rows) {
        bool is_wanted = rows % 2 == 0;
        MM_SPAN_IF(is_wanted, "sometimes");
        is_wanted = !is_wanted;
        MM_SPAN_SCOPE("always");
    }
    EXPECT_THAT(spans(), ElementsAre(Pair("sometimes", 0), Pair("always", 1), Pair("always", 0), Pair("sometimes", 0),
                                     Pair("always", 1), Pair("always", 0)));
}

TEST_F(DynamicNames, AnExplicitTargetAndVerbosityAreInTheMetadata) {
    {
        MM_SPAN("net.http", Verbosity::Med, "request");
        MM_METRIC("net.http", Verbosity::Min, "bytes", "bytes", 17);
        MM_METRIC("net.http", Verbosity::Med, "ratio", "percent", 1.5F, MM_P("host", "a"), MM_P("n", 2));
        int evaluations = 0;
        MM_SPAN("net.http", Verbosity::Max, "compiled out");
        MM_METRIC("net.http", Verbosity::Max, "compiled out", "count", ++evaluations);
        EXPECT_EQ(evaluations, 0);
    }
    dispatch::flush_all();
    const auto spans = testing::read_spans(*sink_);
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].target, "net.http");
    const auto metrics = testing::read_metrics(*sink_);
    ASSERT_EQ(metrics.size(), 2U);
    EXPECT_EQ(metrics[0].target, "net.http");
    EXPECT_EQ(metrics[0].value, 17);
    EXPECT_EQ(metrics[1].value, 1.5);
    EXPECT_EQ(metrics[1].target, "net.http");
    EXPECT_THAT(metrics[1].properties, ElementsAre(Property{"host", "a"}, Property{"n", "2"}));
    const auto lod_of = [this](StreamKind kind, const char* member, std::size_t event) {
        const auto parsed = parse(*sink_->blocks(kind).at(0));
        const auto* const site = parsed.events()[event]->get<const transit::Object*>(member);
        return *(*site)->get<std::uint64_t>("lod");
    };
    EXPECT_EQ(lod_of(StreamKind::Thread, "thread_span_desc", 0), 2U);
    EXPECT_EQ(lod_of(StreamKind::Metrics, "desc", 0), 1U);
    EXPECT_EQ(lod_of(StreamKind::Metrics, "desc", 1), 2U);
}

}  // namespace
}  // namespace micromegas::tracing
