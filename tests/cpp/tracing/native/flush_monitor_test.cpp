#include "record/recording_state.hpp"
#include "recording_fixture.hpp"

#include <micromegas/tracing/flush_monitor.hpp>

#include <chrono>
#include <cstddef>
#include <thread>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;

using FlushMonitorTest = BlockTest;

TEST_F(FlushMonitorTest, ReplenishesMemoryBeforeABlockIsFull) {
    init();
    detail::ChunkPool& pool = detail::recording_state().pool;
    while (!pool.is_low()) {
        MM_SPAN_SCOPE("work");
    }
    FlushMonitor monitor{1h};
    monitor.start();
    constexpr std::size_t kSpanBytes = 34;
    for (std::size_t recorded = 0; recorded < 2 * detail::kLargeChunkBytes; recorded += kSpanBytes) {
        MM_SPAN_SCOPE("work");  // goes on in another chunk
    }
    for (int i = 0; i < 10'000 && pool.is_low(); ++i) {
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_FALSE(pool.is_low());
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 0U) << "not by a collection";
}

}  // namespace
}  // namespace micromegas::tracing
