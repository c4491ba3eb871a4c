// Many threads record while others hand over, start, stop and sleep. Run it under ThreadSanitizer too.
#include "recording_fixture.hpp"

#include <micromegas/tracing/flush_monitor.hpp>
#include <micromegas/tracing/guards.hpp>

#include <atomic>
#include <chrono>
#include <latch>
#include <set>
#include <string>
#include <thread>

#include <pthread.h>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;
using ::testing::SizeIs;

using RecordingThreads = BlockTest;

void work(int events) {
    for (int i = 0; i < events; ++i) {
        MM_SPAN_SCOPE("work");
        MM_IMETRIC("events", "count", i);
        MM_INFO("event {} of {}", i, events);
    }
}

TEST_F(RecordingThreads, NothingIsLostWhileAMonitorFlushes) {
    init({.logs_buffer_size = 1 << 16, .metrics_buffer_size = 1 << 16, .threads_buffer_size = 1 << 16});
    FlushMonitor monitor{5ms};
    monitor.start();
    std::vector<std::thread> workers;
    for (int worker = 0; worker < 4; ++worker) {
        workers.emplace_back([] {
            for (int task = 0; task < 16; ++task) {
                work(500);
                std::this_thread::sleep_for(1ms);
            }
        });
    }
    for (std::thread& worker : workers) {
        worker.join();
    }
    monitor.stop();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->log_blocks()), 4U * 16 * 500);
    EXPECT_EQ(count_events(sink_->metrics_blocks()), 4U * 16 * 500);
    EXPECT_EQ(count_events(sink_->thread_blocks()), 4U * 16 * 500 * 2);
    expect_continuous(sink_->log_blocks());
    expect_continuous(sink_->metrics_blocks());
    expect_continuous(sink_->thread_blocks());
}

TEST_F(RecordingThreads, AThousandShortOnesLoseNothing) {
    init();
    std::atomic<bool> stop{false};
    std::thread flusher{[&] {
        while (!stop) {
            dispatch::flush_all();
        }
    }};
    constexpr int kThreads = 1000;
    for (int started = 0; started < kThreads; started += 20) {
        std::vector<std::thread> threads;
        for (int i = 0; i < 20; ++i) {
            threads.emplace_back([i] {
                if (i % 2 == 0) {
                    const TracingThreadGuard guard;
                    work(3);
                } else {
                    work(3);
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }
    stop = true;
    flusher.join();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->log_blocks()), 3U * kThreads);
    EXPECT_EQ(count_events(sink_->metrics_blocks()), 3U * kThreads);
    EXPECT_EQ(count_events(sink_->thread_blocks()), 6U * kThreads);
    std::set<std::shared_ptr<const ThreadStream>> streams;
    for (const auto& block : sink_->thread_blocks()) {
        streams.insert(block->stream);
    }
    EXPECT_THAT(streams, SizeIs(kThreads));
}

TEST_F(RecordingThreads, AFlushReachesAThreadThatSleeps) {
    init();
    std::latch has_recorded{1};
    std::latch may_go_on{1};
    std::thread sleeper{[&] {
        pthread_setname_np(pthread_self(), "sleeper");
        work(10);
        has_recorded.count_down();
        may_go_on.wait();
    }};
    has_recorded.wait();
    dispatch::flush_all();
    EXPECT_EQ(count_events(sink_->log_blocks()), 10U);
    ASSERT_EQ(count_events(sink_->thread_blocks()), 20U);
    EXPECT_EQ(sink_->thread_blocks().front()->stream->properties.properties()[1].value, "sleeper");
    may_go_on.count_down();
    sleeper.join();
}

TEST_F(RecordingThreads, AThreadsEndHandsOverItsSpans) {
    init();
    std::thread{[] { work(10); }}.join();
    EXPECT_EQ(count_events(sink_->thread_blocks()), 20U) << "without a flush";
    dispatch::flush_all();
    EXPECT_EQ(count_events(sink_->log_blocks()), 10U);
}

struct RecordsWhenDestroyed {
    ~RecordsWhenDestroyed() { work(1); }
};

TEST_F(RecordingThreads, DestructorsOfThreadLocalVariablesMayRecord) {
    init();
    std::thread{[] {
        static thread_local const RecordsWhenDestroyed first;
        static_cast<void>(&first);
        work(1);
    }}.join();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->log_blocks()), 2U);
    EXPECT_EQ(count_events(sink_->thread_blocks()), 4U);
}

TEST_F(RecordingThreads, ManyMayFlushAtOnce) {
    init({.threads_buffer_size = 1 << 12});
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([] {
            for (int round = 0; round < 100; ++round) {
                work(10);
                dispatch::flush_all();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->log_blocks()), 4000U);
    EXPECT_EQ(count_events(sink_->thread_blocks()), 8000U);
    expect_continuous(sink_->log_blocks());
}

TEST_F(RecordingThreads, SessionsComeAndGoWhileThreadsRecord) {
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&] {
            while (!stop) {
                work(10);
                std::this_thread::sleep_for(100us);
            }
        });
    }
    for (int session = 0; session < 20; ++session) {
        const auto sink = std::make_shared<InMemorySink>();
        ASSERT_FALSE(dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink));
        const std::int64_t begin = sink->process()->start_ticks;
        std::this_thread::sleep_for(2ms);
        dispatch::flush_all();
        dispatch::shutdown_dispatch();
        const auto blocks = sink->log_blocks();
        expect_continuous(blocks);
        for (const auto& block : blocks) {
            EXPECT_GE(block->begin.ticks, begin);
        }
    }
    stop = true;
    for (std::thread& thread : threads) {
        thread.join();
    }
}

TEST_F(RecordingThreads, FiltersAndSpansAreSwitchedMeanwhile) {
    init();
    std::atomic<bool> stop{false};
    std::thread switcher{[&] {
        for (int i = 0; !stop; ++i) {
            std::this_thread::sleep_for(20us);
            EXPECT_EQ(set_filter(i % 2 == 0 ? "trace" : "warn,micromegas=info"), std::nullopt);
            dispatch::set_cpu_tracing_enabled(i % 2 == 0);
        }
    }};
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([] { work(5000); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    stop = true;
    switcher.join();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->log_blocks()), 10'000U) << "both filters let them pass";
    EXPECT_EQ(count_events(sink_->metrics_blocks()), 10'000U);
    EXPECT_EQ(count_events(sink_->thread_blocks()) % 2, 0U) << "what began ended";
}

}  // namespace
}  // namespace micromegas::tracing
