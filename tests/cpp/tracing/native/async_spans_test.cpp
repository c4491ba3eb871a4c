// Whose child an async span is, as recorded.
#include "../traced_task.hpp"
#include "recording_fixture.hpp"

#include <micromegas/tracing/block_parser.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
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

class AsyncSpans : public BlockTest {
protected:
    void SetUp() override { init(); }

    /// "name<parent's name" of each span so far, all of which have to have ended; a root's name alone.
    std::vector<std::string> tree() {
        dispatch::flush_all();
        const std::vector<testing::RecordedSpan> spans = testing::read_spans(*sink_);
        std::map<std::uint64_t, const testing::RecordedSpan*> by_id;
        for (const testing::RecordedSpan& span : spans) {
            EXPECT_TRUE(by_id.emplace(span.span_id, &span).second) << span.name;
        }
        std::vector<std::string> lines;
        for (const testing::RecordedSpan& span : spans) {
            EXPECT_TRUE(span.end) << span.name;
            const auto parent = by_id.find(span.parent_span_id);
            const bool is_root = parent == by_id.end();
            EXPECT_EQ(is_root, span.parent_span_id == 0) << span.name;
            EXPECT_EQ(span.depth, is_root ? 0 : parent->second->depth + 1) << span.name;
            lines.push_back(is_root ? span.name : span.name + "<" + parent->second->name);
        }
        return lines;
    }
};

/// Runs on a thread of its own, to the end.
template <class Function>
void elsewhere(Function&& function) {
    std::thread{std::forward<Function>(function)}.join();
}

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
    const auto block = sink_->thread_blocks().at(0);
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

TEST_F(AsyncSpans, GoOnOnAnotherThread) {
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

TEST_F(AsyncSpans, EagerTasksGiveTheCallersContextBack) {
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

/// Starts two lazy tasks inside `await_suspend`. Who waits is resumed by hand.
template <class One>
struct WhenBoth {
    One first;
    One second;

    struct Awaiter {
        WhenBoth& both;
        [[nodiscard]] static bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<>) {
            both.first.resume();
            both.second.resume();
        }
        static void await_resume() noexcept {}
    };
    Awaiter operator co_await() noexcept { return {*this}; }
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
    elsewhere([&] { first.open(); });
    task.resume();
    EXPECT_TRUE(task.is_done());
    EXPECT_EQ(current_span_id(), 0U);
}

TEST_F(AsyncSpans, SiblingsAreNoParentsOfOneAnother) {
    expect_siblings([](Gate& gate) { return leaf(gate); });
    EXPECT_THAT(tree(), UnorderedElementsAre("both", "leaf<both", "leaf<both", "after<leaf", "after<leaf", "end<both"));
}

TEST_F(AsyncSpans, SiblingsOfAStrangersTypeNeither) {
    expect_siblings([](Gate& gate) { return stranger(gate); });
    EXPECT_THAT(tree(), UnorderedElementsAre("both", "stranger<both", "stranger<both", "after<stranger",
                                             "after<stranger", "end<both"));
}

TEST_F(AsyncSpans, EndWhereASuspendedCoroutineIsDestroyed) {
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

TEST_F(AsyncSpans, AnExceptionLeavesThem) {
    Gate gate;
    const Task task = catches(gate);
    task.resume();
    gate.open();
    EXPECT_TRUE(task.is_done());
    EXPECT_EQ(current_span_id(), 0U);
    EXPECT_THAT(tree(), UnorderedElementsAre("catches", "fails<catches", "handler<catches"));
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

TEST_F(AsyncSpans, AThousandTasksOnTwoThreads) {
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
