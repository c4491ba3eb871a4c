// Forks, with real child processes. A child's exit code names the expectation that failed.
#include "recording_fixture.hpp"

#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/flush_monitor.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;

void work(int events) {
    for (int i = 0; i < events; ++i) {
        MM_SPAN_SCOPE("work");
        MM_IMETRIC("events", "count", i);
        MM_INFO("event {} of {}", i, events);
    }
}

/// In a child: ends it with `code` unless `condition` holds.
void require(bool condition, int code) {
    if (!condition) {
        _exit(code);
    }
}

bool holds_exactly(const InMemorySink& sink, std::uint64_t events) {
    return count_events(sink.blocks(StreamKind::Log)) == events &&
           count_events(sink.blocks(StreamKind::Metrics)) == events &&
           count_events(sink.blocks(StreamKind::Thread)) == 2 * events;
}

/// In a child: everything works as if tracing had never been initialised.
void require_a_fresh_start(const std::optional<Uuid>& parent) {
    work(1);
    require(!dispatch::process_id() && dispatch::get_sink() == nullptr, 1);
    const auto sink = std::make_shared<InMemorySink>();
    require(!dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink), 2);
    require(sink->process()->process_id != parent, 3);
    require(sink->process()->parent_process_id == parent, 4);
    work(100);
    std::thread{[] { work(100); }}.join();
    dispatch::flush_all();
    require(holds_exactly(*sink, 200), 5);
    work(10);
    dispatch::shutdown_dispatch();
    require(holds_exactly(*sink, 210), 6);
}

/// Runs `child` in a child process; returns its exit code, or minus the signal that ended it: SIGALRM if it hung.
int run_in_child(const std::function<void()>& child) {
    const pid_t pid = fork();
    if (pid == 0) {
        alarm(20);
        child();
        _exit(0);
    }
    int status = 0;
    EXPECT_EQ(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

using Fork = BlockTest;

/// Keeps nothing: a large process is slow to fork.
class CountingBlocks final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        if (block->stream->kind == StreamKind::Log) {
            logs += block->object_count;
        } else if (block->stream->kind == StreamKind::Metrics) {
            metrics += block->object_count;
        }
    }

    std::atomic<std::uint64_t> logs{0};
    std::atomic<std::uint64_t> metrics{0};
};

/// The parent's entries do not arrive in the child, nor does its backtrace see the child's.
TEST_F(Fork, TheChildHasNoBacktraceOfItsParents) {
    const auto sink = std::make_shared<InMemorySink>();
    ASSERT_FALSE(
        dispatch::init_event_dispatch({.filter = Filter{LevelFilter::Info}, .backtrace = {.entries = 10}}, sink));
    MM_DEBUG("of the parent");
    EXPECT_EQ(run_in_child([] {
                  const auto own = std::make_shared<InMemorySink>();
                  require(!dispatch::init_event_dispatch({}, own), 1);
                  require(!MM_LOG_ENABLED(Level::Debug), 2);
                  MM_DEBUG("of the child");
                  MM_ERROR("broken");
                  dispatch::shutdown_dispatch();
                  require(count_events(own->blocks(StreamKind::Log)) == 1, 3);
              }),
              0);
    MM_ERROR("broken");
    dispatch::flush_all();
    EXPECT_EQ(count_events(sink->blocks(StreamKind::Log)), 2U);
    dispatch::shutdown_dispatch();
    set_max_level(LevelFilter::Trace);
}

TEST_F(Fork, TheChildStartsFreshWhileTheParentRecordsAndFlushes) {
    const auto sink = std::make_shared<CountingBlocks>();
    ASSERT_FALSE(dispatch::init_event_dispatch({.logs_buffer_size = 1 << 14,
                                                .metrics_buffer_size = 1 << 14,
                                                .threads_buffer_size = 1 << 14,
                                                .cpu_tracing_enabled = true},
                                               sink));
    FlushMonitor monitor{1ms};
    monitor.start();
    std::atomic<bool> stop{false};
    std::vector<std::atomic<std::uint64_t>> recorded(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        threads.emplace_back([&stop, &events = recorded[i], i] {
            while (!stop) {
                work(50);
                events += 50;
                if (i == 0 ||
                    events % 1000 == 0) {  // keeps threads from outrunning the collector, which would drop events
                    dispatch::flush_all();
                } else if (i == 1) {
                    EXPECT_EQ(set_filter(events % 100 == 0 ? "trace" : "info"), std::nullopt);
                } else if (i == 2) {
                    std::thread{[] { MM_SPAN_SCOPE("short"); }}.join();
                }
                std::this_thread::sleep_for(50us);
            }
        });
    }
    const auto parent = dispatch::process_id();
    for (int i = 0; i < 200; ++i) {
        ASSERT_EQ(run_in_child([&] { require_a_fresh_start(parent); }), 0) << i;
    }
    stop = true;
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        threads[i].join();
        expected += recorded[i];
    }
    monitor.stop();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink->logs, expected) << "the parent loses nothing and gets nothing twice";
    EXPECT_EQ(sink->metrics, expected);
}

TEST_F(Fork, TheChildHasTheContextOfTheThreadThatForks) {
    init();
    const ProcessContextGuard process{{{"scene", "1"}}};
    const ContextGuard context{{{"request", "7"}}};
    MM_INFO("parent");
    std::atomic<bool> stop{false};
    std::thread changer{[&stop] {  // holds the mutex of the process's context much of the time
        while (!stop) {
            const ProcessContextGuard other{{{"other", "1"}}};
        }
    }};
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(run_in_child([] {
                      const auto sink = std::make_shared<InMemorySink>();
                      require(!dispatch::init_event_dispatch({}, sink), 1);
                      MM_INFO("child");
                      dispatch::shutdown_dispatch();
                      const std::vector<testing::RecordedLog> logs = testing::read_logs(*sink);
                      require(logs.size() == 1 && logs[0].properties.size() >= 2, 2);
                      require(logs[0].properties[0] == Property{"request", "7"}, 3);
                      require(logs[0].properties.back() == Property{"scene", "1"}, 4);
                      const ProcessContextGuard own{{{"own", "1"}}};
                  }),
                  0);
    }
    stop = true;
    changer.join();
}

TEST_F(Fork, GuardsOnTheStackDoNothingInTheChild) {
    class CountingSink : public NullEventSink {
    public:
        explicit CountingSink(std::atomic<int>& calls) noexcept : calls_(calls) {}
        ~CountingSink() override { ++calls_; }
        [[nodiscard]] SinkInterest interest() const noexcept override {
            return {.text = LevelFilter::Trace, .blocks = true};
        }
        [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
        void on_shutdown() noexcept override { ++calls_; }
        void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t,
                    std::string_view) noexcept override {
            ++calls_;
        }
        void on_process_block(const std::shared_ptr<const EventBlock>&) noexcept override { ++calls_; }

    private:
        std::atomic<int>& calls_;
    };

    std::atomic<int> calls{0};
    const std::terminate_handler before = std::get_terminate();
    const auto run = [&](bool initialises_anew) {
        std::optional<TracingSystemGuard> guard{std::in_place, DispatchConfig{.cpu_tracing_enabled = true},
                                                std::make_shared<CountingSink>(calls)};
        FlushMonitor monitor{1ms};
        monitor.start();
        std::optional<TracingThreadGuard> thread_guard{std::in_place};
        MM_SPAN_SCOPE("begun in the parent");
        MM_INFO("one call");
        return run_in_child([&] {
            require(std::get_terminate() == before, 1);
            const auto sink = std::make_shared<InMemorySink>();
            if (initialises_anew) {
                require(!dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink), 2);
                work(5);
                monitor.start();
            }
            thread_guard.reset();
            monitor.stop();
            guard.reset();
            require(dispatch::process_id().has_value() == initialises_anew, 3);
            dispatch::shutdown_dispatch();
            require(!initialises_anew || holds_exactly(*sink, 5), 4);
            require(calls == 1, 5);
        });
    };
    EXPECT_EQ(run(false), 0);
    calls = 0;
    EXPECT_EQ(run(true), 0);
}

/// Forks in its first callback of a kind; the child goes on from there.
class ForkingSink final : public NullEventSink {
public:
    explicit ForkingSink(SinkInterest interest) noexcept : interest_(interest) {}

    [[nodiscard]] SinkInterest interest() const noexcept override { return interest_; }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t, std::string_view) noexcept override {
        fork_once();
    }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        if (block->stream->kind == StreamKind::Log) {
            fork_once();
        } else {
            require(child_ != 0, 10);  // comes after the block of logs: not to the child
        }
    }

    void fork_once() noexcept {
        if (child_ < 0) {
            const auto parent = dispatch::process_id();
            child_ = fork();
            if (child_ == 0) {
                alarm(20);
                require_a_fresh_start(parent);
            }
        }
    }
    [[nodiscard]] pid_t child() const noexcept { return child_; }

private:
    SinkInterest interest_;
    pid_t child_ = -1;
};

void expect_that_a_sink_may_fork(SinkInterest interest) {
    const auto sink = std::make_shared<ForkingSink>(interest);
    ASSERT_FALSE(dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink));
    const auto parent = dispatch::process_id();
    work(10);
    dispatch::flush_all();
    if (sink->child() == 0) {  // it came back from the parent's callback
        require_a_fresh_start(parent);
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(sink->child(), &status, 0), sink->child());
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    dispatch::shutdown_dispatch();
}

TEST_F(Fork, FromInsideASinkThatGetsText) { expect_that_a_sink_may_fork({.text = LevelFilter::Trace, .blocks = true}); }

TEST_F(Fork, FromInsideASinkThatGetsBlocks) { expect_that_a_sink_may_fork({.blocks = true}); }

TEST_F(Fork, AChildThatNeverInitialisesMayExit) {
    init();
    work(10);
    EXPECT_EQ(run_in_child([] {
                  work(10);
                  dispatch::flush_all();
                  dispatch::shutdown_dispatch();
                  std::exit(7);
              }),
              7);
    dispatch::shutdown_dispatch();
    EXPECT_TRUE(holds_exactly(*sink_, 10));
}

TEST_F(Fork, ASpanThatIsOpenKeepsItsPropertiesForTheParent) {
    init();
    {
        MM_SPAN_VAR(span, "query", MM_P("table", std::string(500, 'x')));  // not inside the guard
        EXPECT_EQ(run_in_child([&] {
                      const auto sink = std::make_shared<InMemorySink>();
                      require(!dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink), 1);
                      span.set("process", "child");
                      { MM_SPAN_SCOPE("own", MM_P("process", "child")); }
                      dispatch::flush_all();
                      const auto own = testing::read_spans(*sink);
                      require(own.size() == 1 && own[0].properties == std::vector{Property{"process", "child"}}, 2);
                  }),
                  0);
        span.set("process", "parent");
    }
    dispatch::flush_all();
    const auto spans = testing::read_spans(*sink_);
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].properties,
              (std::vector{Property{"table", std::string(500, 'x')}, Property{"process", "parent"}}));
}

TEST_F(Fork, ProcessesNameTheirParents) {
    init();
    const auto parent = dispatch::process_id();
    EXPECT_EQ(run_in_child([&] {
                  require(run_in_child([&] { require_a_fresh_start(parent); }) == 0, 1);  // past a silent child
                  require_a_fresh_start(parent);
                  const auto sink = std::make_shared<InMemorySink>();
                  const Uuid chosen = Uuid::random();
                  require(!dispatch::init_event_dispatch({.parent_process_id = chosen}, sink), 20);
                  require(sink->process()->parent_process_id == chosen, 21);
              }),
              0);
}

}  // namespace
}  // namespace micromegas::tracing
