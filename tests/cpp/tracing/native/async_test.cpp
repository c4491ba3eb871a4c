// Coroutines behave the same with and without async.hpp. Native, since some of them throw, and the tests for wasm are
// built without exceptions. async_spans_test.cpp tests the recorded spans.
#include "../traced_task.hpp"

#include <micromegas/tracing.hpp>

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace micromegas::tracing {
namespace {

using testing::EagerTask;
using testing::Gate;
using testing::StrangersTask;
using testing::Task;

TEST(CurrentSpanId, IsZeroWhereNothingIsRecorded) {
    MM_ASYNC_SPAN("not recorded");
    MM_ASYNC_SPAN_NAMED(std::string_view{"neither"});
    EXPECT_EQ(current_span_id(), 0U);
    TaskContext task;
    const TaskContext::Running running{task};
    EXPECT_EQ(current_span_id(), 0U);
}

/// An awaiter that can be neither copied nor moved, with a result by reference.
struct Pinned {
    explicit Pinned(std::string& result) : result_(result) {}
    Pinned(const Pinned&) = delete;
    Pinned& operator=(const Pinned&) = delete;
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    [[nodiscard]] static bool await_suspend(std::coroutine_handle<>) noexcept { return false; }  // goes on at once
    std::string& await_resume() const noexcept { return result_; }

private:
    std::string& result_;
};

struct ByFreeOperator {
    int value;
};
struct ReadyAwaiter {
    int value;
    [[nodiscard]] static bool await_ready() noexcept { return true; }
    static void await_suspend(std::coroutine_handle<>) noexcept {}
    [[nodiscard]] int await_resume() const noexcept { return value; }
};
ReadyAwaiter operator co_await(const ByFreeOperator& awaitable) noexcept { return {awaitable.value}; }

struct FailsToSuspend {
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    static void await_suspend(std::coroutine_handle<>) { throw std::runtime_error("await_suspend"); }
    static void await_resume() noexcept {}
};

Task every_awaitable(std::string& story, Gate& gate) {
    MM_ASYNC_SPAN("every_awaitable");
    std::string& same = co_await Pinned{story};
    same += co_await ByFreeOperator{1} == 1 ? "free " : "";
    const ByFreeOperator named{2};
    same += co_await named == 2 ? "named " : "";
    bool has_failed = false;
    try {
        co_await FailsToSuspend{};
    } catch (const std::runtime_error& error) {
        has_failed = std::string_view{error.what()} == "await_suspend";
    }
    same += has_failed ? "failed " : "";
    co_await gate;
    same += "gate ";
    co_await gate;
    same += "open";
}

TEST(TracedPromise, AwaitsLikeAPlainOne) {
    std::string story;
    Gate gate;
    const Task task = every_awaitable(story, gate);
    task.resume();
    EXPECT_EQ(story, "free named failed ");
    gate.open();
    EXPECT_EQ(story, "free named failed gate open");
    EXPECT_TRUE(task.is_done());
}

Task fails() {
    MM_ASYNC_SPAN("fails");
    static_cast<void>(co_await ReadyAwaiter{0});
    throw std::runtime_error("of the child");
}

EagerTask catches(std::string& story) {
    try {
        co_await fails();
    } catch (const std::runtime_error& error) {
        story = error.what();
    }
}

TEST(TracedPromise, PassesExceptionsOn) {
    std::string story;
    const EagerTask task = catches(story);
    EXPECT_TRUE(task.is_done());
    EXPECT_EQ(story, "of the child");
}

StrangersTask strangers(std::string& story, Gate& gate, TaskContext task = {}) {
    const TaskContext::Running running{task};
    MM_ASYNC_SPAN("strangers");
    story += co_await task.traced(ByFreeOperator{3}) == 3 ? "ready " : "";
    co_await task.traced(gate);
    story += "open";
}

TEST(TaskContext, TracesCoroutinesOfAForeignType) {
    std::string story;
    Gate gate;
    const StrangersTask task = strangers(story, gate);
    task.resume();
    EXPECT_EQ(story, "ready ");
    gate.open();
    EXPECT_EQ(story, "ready open");
}

}  // namespace
}  // namespace micromegas::tracing
