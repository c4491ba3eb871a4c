// Many threads record while others hand over, start, stop and sleep. Run it under ThreadSanitizer too.
#include "recording_fixture.hpp"

#include <micromegas/tracing/flush_monitor.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <latch>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include <pthread.h>
#include <unistd.h>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::SizeIs;

using RecordingThreads = BlockTest;

void work(int events) {
    for (int i = 0; i < events; ++i) {
        MM_SPAN_SCOPE("work");
        MM_IMETRIC("events", "count", i);
        MM_INFO("event {} of {}", i, events);
    }
}

TEST_F(RecordingThreads, EachEntryOfALimitedCallIsLoggedOrTold) {
    init({});
    constexpr std::uint64_t kThreads = 4;
    constexpr std::uint64_t kCallsOfAThread = 5000;
    std::vector<std::thread> threads;
    for (std::uint64_t thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([] {
            for (std::uint64_t i = 0; i < kCallsOfAThread; ++i) {
                MM_INFO_LIMITED(every(7), "number {}", i);
                MM_DEBUG_LIMITED(once, "the first of all threads");
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    dispatch::shutdown_dispatch();
    std::uint64_t logged = 0;
    std::uint64_t left_out = 0;
    int first = 0;
    for (const testing::RecordedLog& entry : testing::read_logs(*sink_)) {
        first += entry.level == Level::Debug ? 1 : 0;
        logged += entry.message.starts_with("number") ? 1 : 0;
        for (const Property& property : entry.properties) {
            left_out += std::stoull(property.value);
        }
    }
    EXPECT_EQ(first, 1);
    EXPECT_EQ(logged, (kThreads * kCallsOfAThread + 6) / 7);
    EXPECT_EQ(logged + left_out, kThreads * kCallsOfAThread);
}

constexpr std::uint64_t kWorkers = 4;
constexpr std::uint64_t kTasks = 16;
constexpr std::uint64_t kEventsOfATask = 500;
constexpr std::uint64_t kEventsOfAWorker = kTasks * kEventsOfATask;

/// Expects the numbers of `kWorkers` that each count from 0.
void expect_each_in_order(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& numbers) {
    std::array<std::uint64_t, kWorkers> next{};
    for (const auto& [worker, number] : numbers) {
        ASSERT_LT(worker, kWorkers);
        ASSERT_EQ(number, next.at(worker)++) << worker;
    }
    EXPECT_THAT(next, Each(kEventsOfAWorker));
}

TEST_F(RecordingThreads, EveryEventArrivesOnceWhileAMonitorFlushes) {
    init({.logs_buffer_size = 1 << 16, .metrics_buffer_size = 1 << 16, .threads_buffer_size = 1 << 16});
    FlushMonitor monitor{5ms};
    monitor.start();
    std::vector<std::thread> workers;
    for (std::uint64_t worker = 0; worker < kWorkers; ++worker) {
        workers.emplace_back([worker] {
            for (std::uint64_t number = 0; number < kEventsOfAWorker; ++number) {
                MM_SPAN_SCOPE("work");
                MM_IMETRIC("number", "count", worker << 32 | number);
                MM_INFO("{} {}", worker, number);
                if (number % kEventsOfATask == 0) {
                    std::this_thread::sleep_for(1ms);
                }
            }
        });
    }
    for (std::thread& worker : workers) {
        worker.join();
    }
    monitor.stop();
    dispatch::shutdown_dispatch();
    expect_continuous(sink_->blocks(StreamKind::Log));
    expect_continuous(sink_->blocks(StreamKind::Metrics));
    expect_continuous(sink_->blocks(StreamKind::Thread));

    std::vector<std::pair<std::uint64_t, std::uint64_t>> numbers;
    for (const auto& log : testing::read_logs(*sink_)) {
        numbers.emplace_back(std::stoull(log.message), std::stoull(log.message.substr(log.message.find(' '))));
    }
    expect_each_in_order(numbers);
    numbers.clear();
    for (const auto& metric : testing::read_metrics(*sink_)) {
        const auto value = static_cast<std::uint64_t>(metric.value);
        numbers.emplace_back(value >> 32, value & 0xFFFFFFFF);
    }
    expect_each_in_order(numbers);
    std::map<std::string, std::vector<testing::RecordedSpan>> spans;
    for (const auto& span : testing::read_spans(*sink_)) {
        spans[span.thread_id].push_back(span);
    }
    EXPECT_THAT(spans, SizeIs(kWorkers));
    for (const auto& [thread, own] : spans) {
        EXPECT_THAT(own, SizeIs(kEventsOfAWorker)) << thread;
        for (std::size_t i = 0; i < own.size(); ++i) {
            ASSERT_TRUE(own[i].end.has_value()) << i;
            ASSERT_EQ(own[i].depth, 0U) << i;
            ASSERT_TRUE(i == 0 || own[i - 1].end <= own[i].begin) << i;
        }
    }
}

TEST_F(RecordingThreads, AThousandShortOnesLoseNothing) {
    // The threads need some 24 KiB each: there is room for all of them only if memory is reused.
    init({.memory_limit = 4 << 20});
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
        dispatch::flush_all();  // without it events could be dropped for lack of memory
    }
    stop = true;
    flusher.join();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 3U * kThreads);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), 3U * kThreads);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 6U * kThreads);
    std::set<std::shared_ptr<const EventStream>> streams;
    for (const auto& block : sink_->blocks(StreamKind::Thread)) {
        streams.insert(block->stream);
    }
    EXPECT_THAT(streams, SizeIs(kThreads));
}

TEST_F(RecordingThreads, AFlushReachesAThreadThatSleepsInASystemCall) {
    init();
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    std::latch has_recorded{1};
    std::thread sleeper{[&] {
        work(10);
        pthread_setname_np(pthread_self(), "sleeper");  // after its first event
        has_recorded.count_down();
        char byte = 0;
        EXPECT_EQ(read(ends[0], &byte, 1), 1);
    }};
    has_recorded.wait();
    std::this_thread::sleep_for(20ms);
    dispatch::flush_all();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 10U);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), 10U);
    ASSERT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 20U);
    EXPECT_EQ(sink_->blocks(StreamKind::Thread).front()->stream->properties.properties()[1].value, "sleeper");
    EXPECT_EQ(write(ends[1], "x", 1), 1);
    sleeper.join();
    close(ends[0]);
    close(ends[1]);
}

TEST_F(RecordingThreads, AMonitorGoesOnWhenAnotherStops) {
    init();
    FlushMonitor stops{1ms};
    FlushMonitor stays{1ms};
    stops.start();
    stays.start();
    stops.stop();
    MM_INFO("after it stopped");
    for (int i = 0; i < 10'000 && sink_->blocks(StreamKind::Log).empty(); ++i) {
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 1U);
}

TEST_F(RecordingThreads, AThreadsEndHandsOverItsSpans) {
    init();
    std::thread{[] {
        work(10);
        pthread_setname_np(pthread_self(), "short");
    }}.join();
    ASSERT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 20U) << "without a flush";
    EXPECT_EQ(sink_->blocks(StreamKind::Thread).front()->stream->properties.properties()[1].value, "short");
    dispatch::flush_all();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 10U);
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
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 2U);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 4U);
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
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 4000U);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 8000U);
    expect_continuous(sink_->blocks(StreamKind::Log));
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
        const auto blocks = sink->blocks(StreamKind::Log);
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

TEST_F(RecordingThreads, AShutdownAmidFlushesLosesNothing) {
    const std::jthread flusher{[](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            dispatch::flush_all();
        }
    }};
    for (std::uint64_t session = 0; session < 200; ++session) {
        init();
        work(100);
        dispatch::shutdown_dispatch();
        ASSERT_EQ(count_events(sink_->blocks(StreamKind::Log)), 100U) << session;
        ASSERT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), 100U) << session;
        ASSERT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 200U) << session;
        sink_->clear();
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
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 10'000U) << "both filters let them pass";
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), 10'000U);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)) % 2, 0U) << "each span ended";
}

}  // namespace
}  // namespace micromegas::tracing
