// The memory of recording, and its behaviour without memory. Each test runs in its own process.
#include "recording_fixture.hpp"

#include <micromegas/tracing/flush_monitor.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <new>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;

long resident_mib() {
    long size = 0;
    long resident = 0;
    std::ifstream{"/proc/self/statm"} >> size >> resident;
    return (resident * sysconf(_SC_PAGESIZE)) >> 20;
}

long peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss >> 10;
}

/// Does not return from its first block until it may, and keeps nothing.
class BlockedSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Off, .blocks = true}; }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        if (block->stream->kind == StreamKind::Log) {
            is_inside = true;
            events += block->object_count;
            is_released.wait(false);
        }
    }
    std::atomic<bool> is_inside{false};
    std::atomic<bool> is_released{false};
    std::uint64_t events = 0;
};

[[noreturn]] void fill_the_limit() {
    const long at_start = resident_mib();
    long after = 0;
    const auto sink = std::make_shared<BlockedSink>();
    std::uint64_t recorded = 1;
    {
        if (dispatch::init_event_dispatch({.memory_limit = std::size_t{256} << 20}, sink)) {
            std::exit(2);
        }
        FlushMonitor monitor{1ms};
        monitor.start();
        MM_INFO("first");
        while (!sink->is_inside) {
            std::this_thread::yield();
        }
        for (; dispatch::dropped_events() == 0; ++recorded) {
            MM_INFO("literal");
        }
        sink->is_released = true;
        sink->is_released.notify_all();
        dispatch::flush_all();
        monitor.stop();
        dispatch::shutdown_dispatch();
        after = resident_mib();
    }
    const bool is_counted = sink->events + dispatch::dropped_events() == recorded + 1;  // and the warning
    std::fprintf(stderr, "peak %ld MiB, %ld at the start, %ld after shutdown; %s\n", peak_mib(), at_start, after,
                 is_counted ? "all counted" : "not all counted");
    std::exit(peak_mib() <= 600 && after <= at_start + 32 && is_counted ? 0 : 1);
}

TEST(Memory, TheLimitAndAsMuchAgainAndGivenBack) {
    EXPECT_EXIT(fill_the_limit(), ::testing::ExitedWithCode(0), "all counted");
}

/// A program reports that it is out of memory, by a thread's first event.
[[noreturn]] void report_bad_alloc() {
    const auto sink = std::make_shared<InMemorySink>();
    if (dispatch::init_event_dispatch({}, sink)) {
        std::exit(2);
    }
    const rlimit limit{std::size_t{400} << 20, std::size_t{400} << 20};
    setrlimit(RLIMIT_AS, &limit);
    const DropCounts before = dispatch::drop_counts();
    struct Piece {
        Piece* next;
        std::byte bytes[1000];  // NOLINT(*-avoid-c-arrays)
    };
    Piece* pieces = nullptr;
    try {
        for (;;) {
            pieces = new Piece{pieces, {}};
        }
    } catch (const std::bad_alloc&) {
        MM_ERROR("out of memory");
        const std::byte byte{};
        dispatch::image("out of memory", "raw", {&byte, 1});
    }
    while (pieces != nullptr) {
        delete std::exchange(pieces, pieces->next);
    }
    dispatch::shutdown_dispatch();
    const std::uint64_t dropped = dispatch::drop_counts().memory - before.memory;
    const std::uint64_t arrived =
        count_events(sink->blocks(StreamKind::Log)) + count_events(sink->blocks(StreamKind::Image));
    std::fprintf(stderr, "arrived and dropped %d\n", static_cast<int>(arrived + dropped));
    std::exit(0);
}

TEST(Memory, TheReportOfABadAllocIsCounted) {
    EXPECT_EXIT(report_bad_alloc(), ::testing::ExitedWithCode(0), "arrived and dropped [23]");
}

TEST(Memory, AMillionNamesMadeAtRunTimeLeaveNothingBehind) {
    class Counts final : public NullEventSink {
    public:
        [[nodiscard]] SinkInterest interest() const noexcept override { return {.blocks = true}; }
        void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
            events += block->object_count;
        }
        std::uint64_t events = 0;
    };
    const auto sink = std::make_shared<Counts>();
    ASSERT_FALSE(dispatch::init_event_dispatch(
        {.metrics_buffer_size = 1 << 18, .threads_buffer_size = 1 << 18, .cpu_tracing_enabled = true}, sink));
    constexpr int kNames = 1'000'000;
    std::size_t in_use = 0;
    for (int i = 0; i < kNames; ++i) {
        const std::string name = fmt::format("a name that is no short string: {}", i);
        { MM_SPAN_DYNAMIC(name); }
        MM_IMETRIC_DYNAMIC(name, "count", i);
        if (i == kNames / 10) {
            dispatch::flush_all();
            in_use = mallinfo2().uordblks;
        }
    }
    dispatch::flush_all();
    EXPECT_LT(mallinfo2().uordblks, in_use + (std::size_t{1} << 20));
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink->events, 3 * kNames);
}

}  // namespace
}  // namespace micromegas::tracing
