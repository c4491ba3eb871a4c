// `operator new` records, as in programs that account for their memory.
#include "recording_fixture.hpp"

#include <micromegas/tracing/flush_monitor.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>
#include <string>
#include <thread>

namespace {

std::atomic<std::uint64_t> g_recorded{0};

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
    if (micromegas::tracing::dispatch::metrics_enabled()) {
        g_recorded.fetch_add(2);
        MM_IMETRIC("allocated", "bytes", size);
        MM_TRACE("allocated {} bytes", size);
    }
    if (void* const memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc{};
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace micromegas::tracing {
namespace {

TEST(Allocation, OperatorNewMayRecord) {
    const auto sink = std::make_shared<ReadingSink>();
    const DropCounts before = dispatch::drop_counts();
    ASSERT_FALSE(dispatch::init_event_dispatch({.logs_buffer_size = 1000, .metrics_buffer_size = 1000}, sink));
    for (const bool with_monitor : {false, true}) {
        FlushMonitor monitor{std::chrono::milliseconds{1}};
        if (with_monitor) {
            monitor.start();
        }
        for (int i = 0; i < 20; ++i) {
            std::thread{[] {
                for (int j = 0; j < 20; ++j) {
                    const std::string text(100, 'x');
                    EXPECT_EQ(text.size(), 100U);
                }
            }}.join();
            set_max_level(LevelFilter::Trace);
            dispatch::flush_all();
        }
    }
    dispatch::shutdown_dispatch();
    EXPECT_GT(sink->events, 800U);
    EXPECT_LE(sink->events + dispatch::dropped_events() - before.total(), g_recorded)
        << "events recorded inside the sink, or while the gates close, are neither";
}

}  // namespace
}  // namespace micromegas::tracing
