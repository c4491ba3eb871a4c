// Difficult programs for the recorder: they log in signal handlers, cancel threads, have a sink that does not return.
#include "inside_sink.hpp"
#include "recording_fixture.hpp"

#include <micromegas/tracing/crash_handlers.hpp>
#include <micromegas/tracing/flush_monitor.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <latch>
#include <optional>
#include <string>
#include <thread>

#include <malloc.h>
#include <pthread.h>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;

class Faults : public BlockTest {
protected:
    /// A shutdown that gave up ends before the next test begins.
    void TearDown() override {
        BlockTest::TearDown();
        const auto none = std::make_shared<NullEventSink>();
        while (dispatch::init_event_dispatch({}, none) == InitError::AlreadyInitialised) {
            std::this_thread::yield();
        }
        BlockTest::TearDown();
    }

    const DropCounts before_ = dispatch::drop_counts();
};

std::atomic<std::uint64_t> g_handled{0};
std::atomic<std::uint64_t> g_handled_inside_the_sink{0};

void log_in_a_handler(int) {
    if (detail::is_inside_sink()) {  // its entries are dropped there, as the sink's own are
        g_handled_inside_the_sink.fetch_add(1);
    }
    MM_INFO("from a handler {} {} {}", 1, 2.0, "text");
    MM_IMETRIC("handled", "count", 1);
    g_handled.fetch_add(1);
}

TEST_F(Faults, EntriesOfASignalHandlerArriveOrAreCounted) {
    const auto sink = std::make_shared<ReadingSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({.logs_buffer_size = 1 << 16, .metrics_buffer_size = 1 << 16}, sink));
    FlushMonitor monitor{1ms};
    monitor.start();
    std::uint64_t logged = 0;
    g_handled = 0;
    g_handled_inside_the_sink = 0;
    std::latch has_handler{1};
    std::thread worker{[&] {
        std::signal(SIGUSR1, log_in_a_handler);
        has_handler.count_down();
        const std::string text(200, 'x');
        while (g_handled < 500) {
            if (logged < (g_handled + 1) * 1000) {  // if the signals come slowly the sink could not keep up
                MM_INFO("literal");
                MM_INFO("{} with {}", text, 1);
                logged += 2;
            }
        }
    }};
    has_handler.wait();
    for (std::uint64_t sent = 0; sent < 500; ++sent) {
        pthread_kill(worker.native_handle(), SIGUSR1);
        while (g_handled <= sent) {
            std::this_thread::yield();
        }
    }
    worker.join();
    monitor.stop();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink->events + dispatch::dropped_events() - before_.total(),
              logged + 2 * (g_handled - g_handled_inside_the_sink));
}

std::size_t g_allocated_bytes = 0;

void log_and_count_allocations(int) {
    const std::size_t before = mallinfo2().uordblks;
    MM_INFO("first {} {}", 1, "text");
    MM_IMETRIC("first", "count", 1);
    g_allocated_bytes = mallinfo2().uordblks - before;
}

// The handler may have interrupted `malloc`. ThreadSanitizer, under which mallinfo2 knows nothing, checks this too.
TEST_F(Faults, TheFirstEventOfAThreadMayBeASignalHandlers) {
    const auto sink = std::make_shared<ReadingSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    ASSERT_FALSE(install_crash_handlers());  // threads are given stacks for signal handlers then
    std::signal(SIGUSR1, log_and_count_allocations);
    std::thread{[] { std::raise(SIGUSR1); }}.join();
    remove_crash_handlers();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink->events, 2U);
    EXPECT_EQ(g_allocated_bytes, 0U);
}

/// Calls back from a block of logs.
class CallbackSink final : public NullEventSink {
public:
    explicit CallbackSink(std::function<void()> callback) : callback_(std::move(callback)) {}
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Off, .blocks = true}; }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        if (block->stream->kind == StreamKind::Log) {
            callback_();
            logs += block->object_count;
        }
    }
    std::atomic<std::uint64_t> logs{0};

private:
    std::function<void()> callback_;
};

/// Does not return from its first block until the test is over.
class Stuck {
public:
    ~Stuck() {
        may_return_.count_down();
        while (!has_returned_) {
            std::this_thread::yield();
        }
    }
    [[nodiscard]] std::shared_ptr<CallbackSink> sink() {
        return std::make_shared<CallbackSink>([this] {
            if (!is_stuck_.try_wait()) {
                is_stuck_.count_down();
                may_return_.wait();
                has_returned_ = true;
            }
        });
    }
    void wait() { is_stuck_.wait(); }

private:
    std::latch is_stuck_{1};
    std::latch may_return_{1};
    std::atomic<bool> has_returned_{false};
};

const DispatchConfig kShort{.flush_timeout = 20ms, .shutdown_timeout = 40ms};

TEST_F(Faults, AFlushGivesUpWhileAnotherThreadIsStuckInTheSink) {
    std::optional<Stuck> stuck{std::in_place};
    ASSERT_FALSE(dispatch::init_event_dispatch(kShort, stuck->sink()));
    MM_INFO("one");
    std::thread flusher{dispatch::flush_all};
    stuck->wait();
    MM_INFO("two");
    ::testing::internal::CaptureStderr();
    dispatch::flush_all();
    EXPECT_EQ(::testing::internal::GetCapturedStderr(),
              "micromegas: a flush gave up after 20 ms: the sink has not returned\n");
    stuck.reset();
    flusher.join();
    dispatch::shutdown_dispatch();
}

TEST_F(Faults, AShutdownGivesUpWhereTheSinkIsStuck) {
    std::optional<Stuck> stuck{std::in_place};
    ASSERT_FALSE(dispatch::init_event_dispatch(kShort, stuck->sink()));
    MM_INFO("one");
    ::testing::internal::CaptureStderr();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(::testing::internal::GetCapturedStderr(),
              "micromegas: the shutdown gave up after 40 ms: the sink has not returned\n");
    EXPECT_EQ(dispatch::get_sink(), nullptr);
    stuck.reset();
    while (dispatch::init_event_dispatch({}, sink_) == InitError::AlreadyInitialised) {
        std::this_thread::yield();  // until the shutdown ends
    }
    MM_INFO("the next session");
    dispatch::flush_all();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 1U);
}

TEST_F(Faults, AMonitorStopsAlthoughItsThreadIsStuckInTheSink) {
    std::optional<Stuck> stuck{std::in_place};
    ASSERT_FALSE(dispatch::init_event_dispatch(kShort, stuck->sink()));
    ::testing::internal::CaptureStderr();
    {
        FlushMonitor monitor{1ms};
        monitor.start();
        MM_INFO("one");
        stuck->wait();
        dispatch::flush_all();
    }
    EXPECT_EQ(::testing::internal::GetCapturedStderr(),
              "micromegas: a flush gave up after 20 ms: the sink has not returned\n"
              "micromegas: FlushMonitor::stop gave up after 40 ms: the sink has not returned\n");
    stuck.reset();
    dispatch::shutdown_dispatch();
}

TEST_F(Faults, ASinkMayWaitForAThreadThatFlushes) {
    const auto sink = std::make_shared<CallbackSink>([] { std::thread{dispatch::flush_all}.join(); });
    ASSERT_FALSE(dispatch::init_event_dispatch(kShort, sink));
    MM_INFO("one");
    ::testing::internal::CaptureStderr();
    dispatch::flush_all();
    EXPECT_NE(::testing::internal::GetCapturedStderr(), "");
    EXPECT_EQ(sink->logs, 1U);
    dispatch::shutdown_dispatch();
}

TEST_F(Faults, AShutdownThatGivesUpEndsNoLaterSession) {
    ::testing::internal::CaptureStderr();
    for (int round = 0; round < 100; ++round) {
        const auto sink = std::make_shared<ReadingSink>();
        while (dispatch::init_event_dispatch({.shutdown_timeout = 1ms}, sink) == InitError::AlreadyInitialised) {
            std::this_thread::yield();
        }
        MM_INFO("one");
        dispatch::flush_all();
        EXPECT_EQ(sink->events, 1U) << round;
        dispatch::shutdown_dispatch();
        dispatch::shutdown_dispatch();
    }
    static_cast<void>(::testing::internal::GetCapturedStderr());
}

TEST_F(Faults, AMonitorsThreadFlushesForOthers) {
    init();
    FlushMonitor monitor{1h};
    monitor.start();
    for (std::uint64_t i = 1; i <= 100; ++i) {
        MM_INFO("{}", i);
        dispatch::flush_all();
        ASSERT_EQ(count_events(sink_->blocks(StreamKind::Log)), i);
    }
}

TEST_F(Faults, APeriodOfCenturiesDoesNotPass) {
    init();
    FlushMonitor monitor{std::chrono::hours{24} * 365 * 300};
    MM_INFO("one");
    monitor.tick();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 0U);
}

/// Cancels a thread while it runs `work`, which signals its begin by `has_begun`.
void cancel_while(const std::function<void()>& work, std::latch& has_begun, const std::function<void()>& then) {
    pthread_t thread{};
    constexpr auto kRun = [](void* function) -> void* {
        (*static_cast<const std::function<void()>*>(function))();
        pthread_testcancel();
        return nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, nullptr, kRun, const_cast<std::function<void()>*>(&work)), 0);
    has_begun.wait();
    pthread_cancel(thread);
    then();
    void* result = nullptr;
    pthread_join(thread, &result);
    EXPECT_EQ(result, PTHREAD_CANCELED);
}

TEST_F(Faults, AThreadMayBeCancelledInsideAFlush) {
    std::latch is_inside{1};
    std::latch is_cancelled{1};
    bool is_first = true;
    const auto sink = std::make_shared<CallbackSink>([&] {
        if (std::exchange(is_first, false)) {
            is_inside.count_down();
            is_cancelled.wait();
            pthread_testcancel();
        }
    });
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    MM_INFO("one");
    cancel_while(dispatch::flush_all, is_inside, [&] {
        // And another that waits for its turn.
        std::latch has_begun{1};
        cancel_while(
            [&] {
                has_begun.count_down();
                dispatch::flush_all();
            },
            has_begun, [&] { is_cancelled.count_down(); });
    });
    MM_INFO("two");
    dispatch::flush_all();
    EXPECT_EQ(sink->logs, 2U);
    dispatch::shutdown_dispatch();
}

TEST_F(Faults, AThreadMayBeCancelledWhileTheSinkWritesItsText) {
    class TextSink final : public NullEventSink {
    public:
        [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Info}; }
        [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
        void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t,
                    std::string_view) noexcept override {
            if (texts++ == 0) {
                is_inside.count_down();
                is_cancelled.wait();
                pthread_testcancel();
            }
        }
        int texts = 0;
        std::latch is_inside{1};
        std::latch is_cancelled{1};
    };
    const auto sink = std::make_shared<TextSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    cancel_while([] { MM_INFO("one"); }, sink->is_inside, [&] { sink->is_cancelled.count_down(); });
    MM_INFO("two");
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink->texts, 2);
}

}  // namespace
}  // namespace micromegas::tracing
