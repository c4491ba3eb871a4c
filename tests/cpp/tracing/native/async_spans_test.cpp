// The recorded parents of async spans: in functions, on other threads, and in an executor.
#include "async_spans_fixture.hpp"

#include <micromegas/tracing/async.hpp>
#include <micromegas/tracing/block_parser.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST_F(AsyncSpans, NestInAFunction) {
    {
        MM_ASYNC_SPAN("a");
        const std::uint64_t a = current_span_id();
        EXPECT_NE(a, 0U);
        {
            MM_ASYNC_SPAN_NAMED(std::string_view{"b"});
            EXPECT_NE(current_span_id(), a);
            MM_ASYNC_SPAN("c");
        }
        EXPECT_EQ(current_span_id(), a);
        MM_ASYNC_SPAN("d");
    }
    EXPECT_EQ(current_span_id(), 0U);
    EXPECT_THAT(tree(), ElementsAre("a", "b<a", "c<b", "d<a"));
}

TEST_F(AsyncSpans, EndWithTheParentAndTheDepthThatTheyBeganWith) {
    {
        MM_ASYNC_SPAN("outer");
        MM_ASYNC_SPAN_NAMED(std::string_view{"middle"});
        MM_ASYNC_SPAN("inner");
    }
    dispatch::flush_all();
    const auto block = sink_->blocks(StreamKind::Thread).at(0);
    const auto parsed = parse_block({.dependencies_metadata = block->stream->dependencies_metadata,
                                     .objects_metadata = block->stream->objects_metadata,
                                     .dependencies = block->dependencies.bytes(),
                                     .objects = block->objects.bytes()});
    const auto events = std::get<transit::ParsedBlock>(parsed).events();
    ASSERT_EQ(events.size(), 6U);
    const std::vector<std::string> kinds{"SpanEvent", "NamedSpanEvent", "SpanEvent"};
    std::uint64_t parent = 0;
    for (std::size_t depth = 0; depth < kinds.size(); ++depth) {
        const transit::Object& begin = *events[depth];
        const transit::Object& end = *events[5 - depth];
        EXPECT_EQ(begin.type_name, "BeginAsync" + kinds[depth]);
        EXPECT_EQ(end.type_name, "EndAsync" + kinds[depth]);
        const std::uint64_t id = *begin.get<std::uint64_t>("span_id");
        for (const transit::Object* const event : {&begin, &end}) {
            EXPECT_EQ(*event->get<std::uint64_t>("span_id"), id);
            EXPECT_EQ(*event->get<std::uint64_t>("parent_span_id"), parent);
            EXPECT_EQ(*event->get<std::uint64_t>("depth"), depth);
        }
        parent = id;
    }
}

TEST_F(AsyncSpans, OneThatDidNotBeginDoesNotEnd) {
    {
        MM_ASYNC_SPAN("begins");
        const std::uint64_t begun = current_span_id();
        dispatch::set_cpu_tracing_enabled(false);
        {
            MM_ASYNC_SPAN("does not");
            EXPECT_EQ(current_span_id(), begun);
            dispatch::set_cpu_tracing_enabled(true);
            MM_ASYNC_SPAN("child");
        }
        EXPECT_EQ(current_span_id(), begun);
    }
    EXPECT_THAT(tree(), ElementsAre("begins", "child<begins"));
}

TEST_F(AsyncSpans, AreNotParentsInALaterSession) {
    {
        MM_ASYNC_SPAN("of the first session");
        dispatch::shutdown_dispatch();
        sink_->clear();
        init();
        EXPECT_EQ(current_span_id(), 0U);
        MM_ASYNC_SPAN("root");
    }
    EXPECT_THAT(tree(), ElementsAre("root"));
}

TEST_F(AsyncSpans, SpawnedWorkIsAChildOfWhereItWasSpawned) {
    std::function<void()> work;
    {
        MM_ASYNC_SPAN("parent");
        work = [task = TaskContext{}]() mutable {
            MM_ASYNC_SPAN("stranger");
            const std::uint64_t stranger = current_span_id();
            {
                const TaskContext::Running running{task};
                MM_ASYNC_SPAN("work");
            }
            EXPECT_EQ(current_span_id(), stranger);
        };
        elsewhere(work);
    }
    elsewhere(work);
    EXPECT_THAT(tree(), UnorderedElementsAre("parent", "stranger", "work<parent", "stranger", "work<parent"));
}

TEST_F(AsyncSpans, AnExecutorKeepsTheContextOfEachTask) {
    TaskContext first;
    TaskContext second;
    std::optional<AsyncSpanGuard> first_span;
    std::optional<AsyncSpanGuard> second_span;
    static constinit const SpanMetadata first_site{"first", {"target", "module", __FILE__, 1}};
    static constinit const SpanMetadata second_site{"second", {"target", "module", __FILE__, 1}};
    const auto run = [](TaskContext& task, auto&& function) {
        const TaskContext::Running running{task};
        const TaskContext::Running again{task};
        function();
    };
    run(first, [&] { first_span.emplace(first_site); });
    run(second, [&] { second_span.emplace(second_site); });
    EXPECT_EQ(current_span_id(), 0U);
    elsewhere([&] {
        run(first, [&] {
            MM_ASYNC_SPAN("child");
            run(second, [&] { second_span.reset(); });
        });
        run(first, [&] { first_span.reset(); });
        EXPECT_EQ(current_span_id(), 0U);
    });
    EXPECT_THAT(tree(), UnorderedElementsAre("first", "second", "child<first"));
}

}  // namespace
}  // namespace micromegas::tracing
