// The recorded parents of async spans in coroutines.
#include "../traced_task.hpp"
#include "async_spans_fixture.hpp"

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace micromegas::tracing {
namespace {

using testing::EagerTask;
using ::testing::ElementsAre;
using testing::Gate;
using testing::StrangersTask;
using testing::Task;
using ::testing::UnorderedElementsAre;

using AsyncSpansOfCoroutines = AsyncSpans;

Task leaf(Gate& gate) {
    MM_ASYNC_SPAN("leaf");
    co_await gate;
    MM_ASYNC_SPAN("after");
}

Task trunk(Gate& gate) {
    MM_ASYNC_SPAN("trunk");
    co_await leaf(gate);
    MM_ASYNC_SPAN("end");
}

TEST_F(AsyncSpansOfCoroutines, GoOnOnAnotherThread) {
    Gate gate;
    const Task task = trunk(gate);
    task.resume();
    EXPECT_EQ(current_span_id(), 0U) << "suspended";
    elsewhere([&] {
        MM_ASYNC_SPAN("opener");
        const std::uint64_t opener = current_span_id();
        gate.open();
        EXPECT_EQ(current_span_id(), opener);
    });
    EXPECT_TRUE(task.is_done());
    EXPECT_THAT(tree(), UnorderedElementsAre("trunk", "leaf<trunk", "after<leaf", "end<trunk", "opener"));
}

EagerTask eager(Gate& gate) {
    MM_ASYNC_SPAN("eager");
    co_await gate;
    MM_ASYNC_SPAN("after");
}

TEST_F(AsyncSpansOfCoroutines, EagerTasksGiveTheCallersContextBack) {
    Gate first;
    Gate second;
    {
        MM_ASYNC_SPAN("caller");
        const std::uint64_t caller = current_span_id();
        const EagerTask one = eager(first);
        EXPECT_EQ(current_span_id(), caller);
        const EagerTask two = eager(second);
        EXPECT_EQ(current_span_id(), caller);
        second.open();
        first.open();
        EXPECT_EQ(current_span_id(), caller);
    }
    EXPECT_THAT(tree(), UnorderedElementsAre("caller", "eager<caller", "eager<caller", "after<eager", "after<eager"));
}

struct TransferTo {
    std::coroutine_handle<> next;
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    [[nodiscard]] std::coroutine_handle<> await_suspend(std::coroutine_handle<>) const noexcept { return next; }
    static void await_resume() noexcept {}
};

/// Resumed once for each of two tasks; resumes the coroutine that waits for both.
StrangersTask count_arrivals(const std::coroutine_handle<>& waiting) {
    co_await std::suspend_always{};
    co_await TransferTo{waiting};
}

/// Awaits two lazy tasks together: starts them inside `await_suspend`, and goes on where the last of them ends.
template <class One>
struct WhenBoth {
    One first;
    One second;
    std::coroutine_handle<> waiting = nullptr;
    StrangersTask arrivals = count_arrivals(waiting);

    [[nodiscard]] static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> coroutine) {
        waiting = coroutine;
        for (const One* const task : {&first, &second}) {
            task->handle().promise().continuation = arrivals.handle();
            task->resume();
        }
    }
    static void await_resume() noexcept {}
};

StrangersTask stranger(Gate& gate, TaskContext task = {}) {
    const TaskContext::Running running{task};
    MM_ASYNC_SPAN("stranger");
    co_await task.traced(gate);
    MM_ASYNC_SPAN("after");
}

template <class Make>
void expect_siblings(const Make& make) {
    Gate first;
    Gate second;
    const auto run = [&]() -> Task {
        MM_ASYNC_SPAN("both");
        WhenBoth<decltype(make(first))> children{make(first), make(second)};
        co_await children;
        MM_ASYNC_SPAN("end");
        EXPECT_TRUE(children.first.is_done() && children.second.is_done());
    };
    const Task task = run();
    task.resume();
    EXPECT_EQ(current_span_id(), 0U);
    second.open();
    EXPECT_EQ(current_span_id(), 0U);
    EXPECT_FALSE(task.is_done());
    elsewhere([&] {
        MM_ASYNC_SPAN("opener");
        const std::uint64_t opener = current_span_id();
        first.open();
        EXPECT_EQ(current_span_id(), opener);
    });
    EXPECT_TRUE(task.is_done());
    EXPECT_EQ(current_span_id(), 0U);
}

TEST_F(AsyncSpansOfCoroutines, SiblingsAreNoParentsOfOneAnother) {
    expect_siblings([](Gate& gate) { return leaf(gate); });
    EXPECT_THAT(tree(), UnorderedElementsAre("both", "leaf<both", "leaf<both", "after<leaf", "after<leaf", "end<both",
                                             "opener"));
}

TEST_F(AsyncSpansOfCoroutines, SiblingsOfAForeignTypeNeither) {
    expect_siblings([](Gate& gate) { return stranger(gate); });
    EXPECT_THAT(tree(), UnorderedElementsAre("both", "stranger<both", "stranger<both", "after<stranger",
                                             "after<stranger", "end<both", "opener"));
}

TEST_F(AsyncSpansOfCoroutines, EndWhereASuspendedCoroutineIsDestroyed) {
    Gate gate;
    Task task = leaf(gate);
    Gate other_gate;
    StrangersTask other = stranger(other_gate);
    task.resume();
    other.resume();
    elsewhere([&] {
        MM_ASYNC_SPAN("destroyer");
        const std::uint64_t destroyer = current_span_id();
        task.destroy();
        other.destroy();
        EXPECT_EQ(current_span_id(), destroyer);
    });
    EXPECT_THAT(tree(), UnorderedElementsAre("leaf", "stranger", "destroyer"));
}

Task fails(Gate& gate) {
    MM_ASYNC_SPAN("fails");
    co_await gate;
    throw 1;
}

Task catches(Gate& gate) {
    MM_ASYNC_SPAN("catches");
    try {
        co_await fails(gate);
    } catch (int) {
        MM_ASYNC_SPAN("handler");
    }
}

TEST_F(AsyncSpansOfCoroutines, AnExceptionLeavesThem) {
    Gate gate;
    const Task task = catches(gate);
    task.resume();
    gate.open();
    EXPECT_TRUE(task.is_done());
    EXPECT_EQ(current_span_id(), 0U);
    EXPECT_THAT(tree(), UnorderedElementsAre("catches", "fails<catches", "handler<catches"));
}

struct Rethrowing {
    struct promise_type : TracedPromise<std::suspend_always, std::suspend_always> {
        Rethrowing get_return_object() noexcept { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        void return_void() noexcept {}
        void unhandled_exception() {
            leave_thread();
            throw;
        }
    };
    std::coroutine_handle<promise_type> handle;
};

Rethrowing rethrows() {
    MM_ASYNC_SPAN("rethrows");
    throw 1;
    co_return;
}

TEST_F(AsyncSpansOfCoroutines, AnExceptionThatLeavesTheCoroutineLeavesTheResumersSpan) {
    const Rethrowing task = rethrows();
    {
        MM_ASYNC_SPAN("resumer");
        const std::uint64_t resumer = current_span_id();
        EXPECT_THROW(task.handle.resume(), int);
        EXPECT_EQ(current_span_id(), resumer);
    }
    task.handle.destroy();
    EXPECT_THAT(tree(), UnorderedElementsAre("resumer", "rethrows"));
}

/// Two threads that take suspended coroutines in random order.
class Scheduler {
public:
    struct Yield {
        Scheduler& scheduler;
        [[nodiscard]] static bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiting) const { scheduler.post(waiting); }
        static void await_resume() noexcept {}
    };
    Yield yield() { return {*this}; }

    void post(std::coroutine_handle<> ready) {
        const std::lock_guard lock{mutex_};
        ready_.push_back(ready);
    }
    /// Until `left` is 0.
    void run(const std::atomic<int>& left, unsigned seed) {
        std::minstd_rand random{seed};
        while (left.load() > 0) {
            std::coroutine_handle<> next;
            {
                const std::lock_guard lock{mutex_};
                if (!ready_.empty()) {
                    std::swap(ready_[random() % ready_.size()], ready_.back());
                    next = std::exchange(ready_.back(), nullptr);
                    ready_.pop_back();
                }
            }
            if (next) {
                next.resume();
                EXPECT_EQ(current_span_id(), 0U);
            }
        }
    }

private:
    std::mutex mutex_;
    std::vector<std::coroutine_handle<>> ready_;
};

Task step(Scheduler& scheduler) {
    MM_ASYNC_SPAN("step");
    const std::uint64_t id = current_span_id();
    co_await scheduler.yield();
    EXPECT_EQ(current_span_id(), id);
}

Task job(Scheduler& scheduler, std::atomic<int>& left) {
    {
        MM_ASYNC_SPAN("job");
        const std::uint64_t id = current_span_id();
        for (int i = 0; i < 3; ++i) {
            co_await step(scheduler);
            EXPECT_EQ(current_span_id(), id);
            co_await scheduler.yield();
            EXPECT_EQ(current_span_id(), id);
        }
    }
    EXPECT_EQ(current_span_id(), 0U);
    left.fetch_sub(1);
}

TEST_F(AsyncSpansOfCoroutines, AThousandTasksOnTwoThreads) {
    constexpr int kTasks = 1000;
    Scheduler scheduler;
    std::atomic<int> left{kTasks};
    std::vector<Task> tasks;
    for (int i = 0; i < kTasks; ++i) {
        tasks.push_back(job(scheduler, left));
        scheduler.post(tasks.back().handle());
    }
    std::thread one{[&] { scheduler.run(left, 1); }};
    std::thread other{[&] { scheduler.run(left, 2); }};
    one.join();
    other.join();
    std::map<std::string, int> counts;
    for (const std::string& line : tree()) {
        ++counts[line];
    }
    EXPECT_THAT(counts, ElementsAre(std::pair{"job", kTasks}, std::pair{"step<job", 3 * kTasks}));
}

}  // namespace
}  // namespace micromegas::tracing
