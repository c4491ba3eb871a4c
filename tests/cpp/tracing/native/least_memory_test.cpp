// With the least memory that DispatchConfig takes. A program of its own: chunks that the main thread of other tests
// keeps would be more.
#include "recording_fixture.hpp"

#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <latch>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace micromegas::tracing {
namespace {

constexpr std::size_t kLeast = std::size_t{64} << 10;
constexpr int kIdle = 5;
constexpr int kEvents = 20'000;

/// A busy thread beside some that keep what they once took. The main thread records nothing, as it would keep it, too.
void record_beside_idle_threads() {
    std::latch have_recorded{kIdle};
    std::latch may_end{1};
    std::vector<std::thread> threads;
    for (int i = 0; i < kIdle; ++i) {
        threads.emplace_back([&] {
            MM_INFO("idle");
            MM_IMETRIC("idle", "count", 1);
            have_recorded.count_down();
            may_end.wait();
        });
    }
    have_recorded.wait();
    threads.emplace_back([&] {
        for (int i = 0; i < kEvents; ++i) {
            MM_SPAN_SCOPE("busy");
            MM_INFO("busy {}", i);
            MM_IMETRIC("busy", "count", static_cast<std::uint64_t>(i));
        }
        may_end.count_down();
    });
    for (std::thread& thread : threads) {
        thread.join();
    }
    dispatch::flush_all();
}

using LeastMemory = BlockTest;

TEST_F(LeastMemory, LastsForABusyThreadBesideIdleOnes) {
    init({.memory_limit = kLeast});
    const std::uint64_t dropped_before = dispatch::dropped_events();
    record_beside_idle_threads();
    EXPECT_EQ(dispatch::dropped_events(), dropped_before);
    int next = 0;
    for (const auto& entry : testing::read_logs(*sink_)) {
        if (entry.message != "idle") {
            ASSERT_EQ(entry.message, "busy " + std::to_string(next++));
        }
    }
    EXPECT_EQ(next, kEvents);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), kEvents + kIdle);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 2 * kEvents);
}

/// Both of an entry: its text, later, and its event.
class TextAndBlocks final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override {
        return {.deferred_text = LevelFilter::Info, .blocks = true};
    }
    void on_deferred_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t, std::string_view message,
                         std::string_view) noexcept override {
        if (message != "idle") {
            messages.emplace_back(message);
        }
    }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        entries += block->stream->kind == StreamKind::Log ? block->object_count : 0;
    }

    std::vector<std::string> messages;
    std::uint64_t entries = 0;
};

TEST_F(LeastMemory, LastsForTextThatWaits) {
    const auto sink = std::make_shared<TextAndBlocks>();
    set_max_level(LevelFilter::Trace);
    ASSERT_FALSE(dispatch::init_event_dispatch({.memory_limit = kLeast, .cpu_tracing_enabled = true}, sink));
    const std::uint64_t dropped_before = dispatch::dropped_events();
    record_beside_idle_threads();
    EXPECT_EQ(dispatch::dropped_events(), dropped_before);
    EXPECT_EQ(sink->entries, std::uint64_t{kEvents + kIdle});
    ASSERT_EQ(sink->messages.size(), std::size_t{kEvents});
    for (int i = 0; i < kEvents; ++i) {
        ASSERT_EQ(sink->messages[static_cast<std::size_t>(i)], "busy " + std::to_string(i));
    }
}

}  // namespace
}  // namespace micromegas::tracing
