// The span and metric macros in every form and place: they compile without a warning, do no harm, and describe their
// call site. Tests of blocks check the recorded events.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <coroutine>
#include <exception>
#include <string>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Worker {
    Worker() { MM_SPAN_FUNCTION(); }
    ~Worker() { MM_SPAN_FUNCTION(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    int operator()(int value) const {
        MM_SPAN_FUNCTION();
        return value + 1;
    }
};

template <class T>
T twice(T value) {
    MM_SPAN_FUNCTION();
    MM_IMETRIC("twice", "count", 1);
    return value + value;
}

void every_span(const char* name) {
    MM_SPAN_FUNCTION();
    MM_SPAN_SCOPE("one");
    MM_SPAN_SCOPE("two");
    MM_SPAN_NAMED(name);
    MM_SPAN_NAMED(std::string_view{name});
    {
        MM_SPAN_SCOPE("one");
        const auto nested = [] {
            MM_SPAN_FUNCTION();
            MM_SPAN_SCOPE("in a lambda");
        };
        nested();
    }
}

struct Task {
    struct promise_type {
        Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        static std::suspend_always initial_suspend() noexcept { return {}; }
        static std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

Task fetch(std::string& story) {
    MM_ASYNC_SPAN("fetch");
    MM_INFO("begin");
    story += "begin ";
    co_await std::suspend_always{};
    MM_ASYNC_SPAN("parse");
    MM_INFO("end {}", story);
    story += "end";
}

using Spans = testing::RecordingTest;

TEST_F(Spans, DoNoHarmWhetherSpansAreRecordedOrNot) {
    for (const bool enabled : {false, true}) {
        dispatch::shutdown_dispatch();
        ASSERT_FALSE(dispatch::init_event_dispatch({.cpu_tracing_enabled = enabled}, sink_));
        every_span("a name");
        EXPECT_EQ(Worker{}(1), 2);
        EXPECT_EQ(twice(2), 4);
        EXPECT_EQ(twice(std::string{"a"}), "aa");
    }
    EXPECT_THAT(sink_->logs(), IsEmpty());
}

TEST_F(Spans, ShutdownInsideOneIsHarmless) {
    dispatch::shutdown_dispatch();
    ASSERT_FALSE(dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink_));
    MM_SPAN_FUNCTION();
    MM_ASYNC_SPAN("async");
    dispatch::shutdown_dispatch();
    EXPECT_FALSE(dispatch::cpu_tracing_enabled());
    MM_SPAN_SCOPE("after");
}

TEST_F(Spans, LiveInACoroutineAndSoDoLogs) {
    std::string story;
    const Task task = fetch(story);
    task.handle.resume();
    EXPECT_EQ(story, "begin ");
    task.handle.resume();
    EXPECT_TRUE(task.handle.done());
    task.handle.destroy();
    EXPECT_EQ(story, "begin end");
    EXPECT_THAT(sink_->messages(), ElementsAre("begin", "end begin "));
}

TEST_F(Spans, MetricsTakeEveryNumber) {
    MM_IMETRIC("rows", "count", 1);
    MM_IMETRIC("rows", "count", -1);
    MM_IMETRIC("rows", "count", std::size_t{3});
    MM_IMETRIC("rows", "count", std::uint64_t{18446744073709551615U});
    MM_FMETRIC("time", "ms", 1.5F);
    MM_FMETRIC("time", "ms", 2.5);
    MM_FMETRIC("time", "ms", 3);
    const PropertySet props{{"a", "1"}};
    MM_IMETRIC_PROPS(props, "rows", "count", 1);
    MM_FMETRIC_PROPS(props, "time", "ms", 1.0);
    if (props == PropertySet{})
        MM_IMETRIC("rows", "count", 1);
    else
        MM_FMETRIC("time", "ms", 1.0);
    EXPECT_THAT(sink_->logs(), IsEmpty());
}

TEST(MetricValues, NegativeOnesBecomeZero) {
    static_assert(detail::to_int_metric(-1) == 0);
    static_assert(detail::to_int_metric(std::int64_t{-9223372036854775807}) == 0);
    static_assert(detail::to_int_metric(7) == 7);
    static_assert(detail::to_int_metric(~std::uint64_t{0}) == ~std::uint64_t{0});
    static_assert(detail::to_float_metric(3) == 3.0);
}

TEST_F(Spans, ThatAreNotRecordedEvaluateNoProperty) {
    int evaluated = 0;
    const auto value = [&evaluated] { return ++evaluated; };
    {
        MM_SPAN_SCOPE("scope", MM_P("n", value()));
        MM_SPAN_FUNCTION(MM_P("n", value()));
        MM_SPAN_NAMED("named", MM_P("n", value()), MM_P("m", std::string{"text"}));
        MM_SPAN_DYNAMIC(std::string{"dynamic"}, MM_P("n", value()));
        MM_SPAN_IF(evaluated == 0, "sometimes", MM_P("n", value()));
        MM_SPAN("net", Verbosity::Med, "target", MM_P("n", value()));
        MM_ASYNC_SPAN("async", MM_P("n", value()));
        MM_ASYNC_SPAN_NAMED("async named", MM_P("n", value()));
        MM_ASYNC_SPAN_DYNAMIC("async dynamic", MM_P("n", value()));
        MM_SPAN_VAR(span, "variable", MM_P("n", value()));
        MM_SPAN_FUNCTION_VAR(function, MM_P("n", value()));
        MM_ASYNC_SPAN_VAR(async, "async variable", MM_P("n", value()));
        span.set("rows", 1);
        function.set("ratio", 0.5);
        async.set("text", std::string_view{"text"});
        EXPECT_FALSE(span.has_begun());
    }
    EXPECT_EQ(evaluated, 0);
}

/// Names of functions are constants, so a span's metadata is one too.
TEST(SpanMetadata, IsAConstant) {
    static constinit const SpanMetadata site{__func__, {"target", "module", __FILE__, 1}};
    EXPECT_EQ(site.name, "TestBody");
    EXPECT_EQ(site.location.verbosity, Verbosity::Max);
}

}  // namespace
}  // namespace micromegas::tracing
