// Properties of spans, recorded and read back.
#include "../traced_task.hpp"
#include "recording_fixture.hpp"

#include <micromegas/tracing/testing_blocks.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RecordedSpan;
using ::testing::SizeIs;

class SpanProperties : public BlockTest {
protected:
    void SetUp() override { init(); }

    /// In the order of their begins; all have ended.
    std::vector<RecordedSpan> spans() {
        dispatch::flush_all();
        auto found = testing::read_spans(*sink_);
        for (const RecordedSpan& span : found) {
            EXPECT_TRUE(span.end) << span.name;
        }
        return found;
    }
    /// The type of each event.
    std::vector<std::string> types() {
        dispatch::flush_all();
        std::vector<std::string> found;
        for (const auto& block : sink_->blocks(StreamKind::Thread)) {
            for (const auto parsed = parse(*block); const transit::Object* const event : parsed.events()) {
                found.emplace_back(event->type_name);
            }
        }
        return found;
    }
};

TEST_F(SpanProperties, TravelWithTheEnd) {
    {
        const std::string table = "airports";
        MM_SPAN_SCOPE("query", MM_P("table", table), MM_P("rows", 337));
    }
    EXPECT_THAT(types(), ElementsAre("BeginThreadSpanEvent", "TaggedEndThreadSpanEvent"));
    const auto found = spans();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].name, "query");
    EXPECT_THAT(found[0].properties, ElementsAre(Property{"table", "airports"}, Property{"rows", "337"}));
}

TEST_F(SpanProperties, AreOfEveryKindOfSpan) {
    {
        const std::string name = "made at run time, longer than a string is inside";
        MM_SPAN_FUNCTION(MM_P("n", 1));
        MM_SPAN_NAMED(std::string_view{"stays"}, MM_P("n", 2));
        MM_SPAN_DYNAMIC(name, MM_P("n", 3));
        MM_SPAN_IF(!name.empty(), "sometimes", MM_P("n", 4));
        MM_SPAN("net", Verbosity::Min, "with a target", MM_P("n", 5));
        MM_ASYNC_SPAN("async", MM_P("n", 6));
        MM_ASYNC_SPAN_NAMED("async stays", MM_P("n", 7));
        MM_ASYNC_SPAN_DYNAMIC(name, MM_P("n", 8));
    }
    const auto found = spans();
    ASSERT_THAT(found, SizeIs(8));
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_THAT(found[i].properties, ElementsAre(Property{"n", std::to_string(i + 1)})) << found[i].name;
    }
    EXPECT_EQ(found[2].name, "made at run time, longer than a string is inside");
    EXPECT_EQ(found[7].name, found[2].name);
    EXPECT_EQ(found[7].parent_span_id, found[6].span_id);
    EXPECT_THAT(types(),
                ::testing::UnorderedElementsAre(
                    "BeginThreadSpanEvent", "BeginThreadNamedSpanEvent", "BeginThreadNamedSpanEvent",
                    "BeginThreadSpanEvent", "BeginThreadSpanEvent", "BeginAsyncSpanEvent", "BeginAsyncNamedSpanEvent",
                    "BeginAsyncNamedSpanEvent", "TaggedEndAsyncNamedSpanEvent", "TaggedEndAsyncNamedSpanEvent",
                    "TaggedEndAsyncSpanEvent", "TaggedEndThreadSpanEvent", "TaggedEndThreadSpanEvent",
                    "TaggedEndThreadNamedSpanEvent", "TaggedEndThreadNamedSpanEvent", "TaggedEndThreadSpanEvent"));
}

TEST_F(SpanProperties, AreWrittenAsTheyAreOnEntries) {
    {
        MM_SPAN_SCOPE("values", MM_P("least", std::numeric_limits<std::int64_t>::min()),
                      MM_P("largest", std::numeric_limits<std::uint64_t>::max()), MM_P("double", 0.5),
                      MM_P("float", 0.1F), MM_P("bool", true), MM_P("character", 'c'), MM_P("literal", "text"),
                      MM_P("empty", std::string{}), MM_P("pointer", static_cast<const void*>(nullptr)));
    }
    EXPECT_THAT(spans()[0].properties,
                ElementsAre(Property{"least", "-9223372036854775808"}, Property{"largest", "18446744073709551615"},
                            Property{"double", "0.5"}, Property{"float", "0.1"}, Property{"bool", "true"},
                            Property{"character", "c"}, Property{"literal", "text"}, Property{"empty", ""},
                            Property{"pointer", "0x0"}));
}

TEST_F(SpanProperties, AreCopiedWhereTheSpanBegins) {
    const std::string long_text(500, 'x');
    {
        std::string table = "the one that the span began with";
        MM_SPAN_SCOPE("query", MM_P("table", table), MM_P("long", std::string(500, 'x')));
        table = "another that has the same length";
    }
    EXPECT_THAT(spans()[0].properties,
                ElementsAre(Property{"table", "the one that the span began with"}, Property{"long", long_text}));
}

TEST_F(SpanProperties, AreSetUntilTheEnd) {
    {
        MM_SPAN_VAR(outer, "outer", MM_P("table", "cars"));
        MM_SPAN_VAR(inner, "inner");
        MM_SPAN_FUNCTION_VAR(function, MM_P("n", 1));
        outer.set("rows", 12U);
        inner.set("ratio", 0.25);
        inner.set("cached", false);
        dispatch::flush_all();  // the begins are handed over already
        function.set("text", std::string(500, 'y'));
    }
    const auto found = spans();
    ASSERT_THAT(found, SizeIs(3));
    EXPECT_THAT(found[0].properties, ElementsAre(Property{"table", "cars"}, Property{"rows", "12"}));
    EXPECT_THAT(found[1].properties, ElementsAre(Property{"ratio", "0.25"}, Property{"cached", "false"}));
    EXPECT_THAT(found[2].properties, ElementsAre(Property{"n", "1"}, Property{"text", std::string(500, 'y')}));
}

TEST_F(SpanProperties, TheLastValueOfAKeyCounts) {
    {
        MM_SPAN_VAR(span, "query", MM_P("state", "begun"), MM_P("table", "cars"));
        span.set("State", "half");
        span.set("state", "done");
    }
    EXPECT_THAT(spans()[0].properties, ElementsAre(Property{"table", "cars"}, Property{"state", "done"}));
}

TEST_F(SpanProperties, ASpanThatGetsNoneEndsAsAnyOther) {
    { MM_SPAN_VAR(span, "query"); }
    { MM_ASYNC_SPAN_VAR(span, "fetch"); }
    EXPECT_THAT(types(),
                ElementsAre("BeginThreadSpanEvent", "EndThreadSpanEvent", "BeginAsyncSpanEvent", "EndAsyncSpanEvent"));
}

TEST_F(SpanProperties, TheEmptyTextIsAValue) {
    { MM_SPAN_SCOPE("", MM_P("text", "")); }
    EXPECT_THAT(spans()[0].properties, ElementsAre(Property{"text", ""}));
}

TEST_F(SpanProperties, OfASpanThatIsNotRecordedAreNotEvaluated) {
    int evaluated = 0;
    const auto value = [&evaluated] { return ++evaluated; };
    { MM_SPAN_IF(false, "sometimes", MM_P("n", value())); }
    dispatch::set_cpu_tracing_enabled(false);
    {
        MM_SPAN_SCOPE("off", MM_P("n", value()));
        MM_ASYNC_SPAN_VAR(span, "off", MM_P("n", value()));
        span.set("m", 1);
    }
    EXPECT_EQ(evaluated, 0);
    EXPECT_THAT(spans(), IsEmpty());
}

TEST_F(SpanProperties, OfAnAsyncSpanGoToTheThreadThatEndsIt) {
    std::thread{[] {
        MM_ASYNC_SPAN_VAR(span, "fetch", MM_P("url", "a"));
        std::thread{[&span] { span.set("bytes", 5); }}.join();
    }}.join();
    EXPECT_THAT(spans()[0].properties, ElementsAre(Property{"url", "a"}, Property{"bytes", "5"}));
}

TEST_F(SpanProperties, AnEndClosesSpansThatHaveNotEnded) {
    static constinit const SpanMetadata open{"left open", {"target", "module", "file", 1}};
    {
        MM_SPAN_SCOPE("outer", MM_P("n", 1));
        dispatch::on_begin_scope(open);
    }
    EXPECT_THAT(types(), ElementsAre("BeginThreadSpanEvent", "BeginThreadSpanEvent", "EndThreadSpanEvent",
                                     "TaggedEndThreadSpanEvent"));
    const auto found = spans();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_THAT(found[0].properties, ElementsAre(Property{"n", "1"}));
    EXPECT_THAT(found[1].properties, IsEmpty());
}

TEST_F(SpanProperties, AnEndWithoutABeginIsDropped) {
    static constinit const SpanMetadata never{"has not begun", {"target", "module", "file", 1}};
    const std::uint64_t before = dispatch::drop_counts().unpaired;
    {
        MM_SPAN_SCOPE("outer", MM_P("n", 1));
        detail::SpanProperties properties;
        properties.set("n", 2);
        detail::end_scope_with(properties, never);
    }
    EXPECT_THAT(types(), ElementsAre("BeginThreadSpanEvent", "TaggedEndThreadSpanEvent"));
    EXPECT_EQ(dispatch::drop_counts().unpaired - before, 1U);
}

TEST_F(SpanProperties, OfASessionThatIsOverAreForgotten) {
    {
        MM_SPAN_VAR(span, "query", MM_P("long", std::string(500, 'x')));
        dispatch::shutdown_dispatch();
        SetUp();
        span.set("rows", 1);
    }
    EXPECT_THAT(types(), ElementsAre("BeginThreadSpanEvent"));
}

testing::Task wait(testing::Gate& gate) {
    MM_ASYNC_SPAN_VAR(span, "wait", MM_P("for", std::string{"a text of the caller's, on the stack"}));
    co_await gate;
    span.set("waited", true);
}

TEST_F(SpanProperties, StayInACoroutine) {
    testing::Gate gate;
    const testing::Task task = wait(gate);
    task.resume();
    dispatch::flush_all();
    std::thread{[&gate] { gate.open(); }}.join();
    EXPECT_THAT(spans()[0].properties,
                ElementsAre(Property{"for", "a text of the caller's, on the stack"}, Property{"waited", "true"}));
}

}  // namespace
}  // namespace micromegas::tracing
