// Entries that wait in the threads' queues are passed on in parts.
#include "record/recording_state.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace micromegas::tracing {
namespace {

/// How much of the threads' queues was still to be read at each entry.
class QueuesAtEachEntry final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.deferred_text = LevelFilter::Info}; }
    void on_deferred_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t time, std::string_view message,
                         std::string_view) noexcept override {
        times.push_back(time);
        messages.emplace_back(message);
        pending.push_back(
            detail::recording_state().pending_bytes[static_cast<std::size_t>(detail::QueueKind::Logs)].load());
    }

    std::vector<std::int64_t> times;
    std::vector<std::string> messages;
    std::vector<std::size_t> pending;
};

TEST(DeferredTextMemory, OfManyEntriesTheQueuesAreFreeAgainLongBeforeTheLast) {
    constexpr std::size_t kEntries = 30'000;
    for (const std::size_t count : {1U, 3U}) {
        set_max_level(LevelFilter::Trace);
        const auto sink = std::make_shared<QueuesAtEachEntry>();
        ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
        std::vector<std::thread> threads;
        for (std::size_t number = 0; number < count; ++number) {
            threads.emplace_back([number] {
                for (std::size_t i = 0; i < kEntries; ++i) {
                    MM_INFO("{} {}", number, i);
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        dispatch::flush_log_buffer();
        const std::size_t all = count * kEntries;
        ASSERT_EQ(sink->messages.size(), all);
        EXPECT_TRUE(std::ranges::is_sorted(sink->times));
        std::vector<std::size_t> next(count);
        for (const std::string& message : sink->messages) {
            const auto number = static_cast<std::size_t>(message[0] - '0');
            EXPECT_EQ(message, std::to_string(number) + " " + std::to_string(next.at(number)++));
        }
        EXPECT_GT(sink->pending.front(), all * 32)
            << "the test is of queues that are longer than what is read at a time";
        EXPECT_LT(sink->pending[all * 9 / 10], sink->pending.front() / 2);
        micromegas::tracing::testing::force_uninit();
    }
}

}  // namespace
}  // namespace micromegas::tracing
