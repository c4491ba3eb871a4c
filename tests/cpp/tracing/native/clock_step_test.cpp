// The tick count of the machine steps back while the program records.
#include "recording_fixture.hpp"
#include "stepping_ticks.hpp"

#include <micromegas/tracing/testing_blocks.hpp>

#include <string>
#include <thread>

namespace micromegas::tracing {
namespace {

using ::testing::SizeIs;

constexpr std::int64_t kTenSeconds = 10'000'000'000;

class ClockStep : public BlockTest {
protected:
    /// Everything in its order, each event between the ends of its block.
    void expect_all(std::uint64_t logs, std::uint64_t spans) {
        EXPECT_EQ(dispatch::dropped_events(), dropped_before_);
        ASSERT_EQ(count_events(sink_->blocks(StreamKind::Log)), logs);
        ASSERT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 2 * spans);
        ASSERT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), logs);
        expect_continuous(sink_->blocks(StreamKind::Log));
        expect_continuous(sink_->blocks(StreamKind::Metrics));
        expect_continuous(sink_->blocks(StreamKind::Thread));
        expect_events_between_their_ends(sink_->blocks(StreamKind::Log));
        expect_events_between_their_ends(sink_->blocks(StreamKind::Metrics));
        expect_events_between_their_ends(sink_->blocks(StreamKind::Thread));
        std::int64_t last = 0;
        int number = 0;
        for (const auto& log : testing::read_logs(*sink_)) {
            EXPECT_EQ(log.message, std::to_string(number++));
            EXPECT_LE(last, log.time);
            last = log.time;
        }
        last = 0;
        for (const auto& span : testing::read_spans(*sink_)) {
            EXPECT_LE(last, span.begin);
            ASSERT_TRUE(span.end.has_value());
            EXPECT_LE(span.begin, *span.end);
            last = *span.end;
        }
    }

    void record(int events) {
        for (int i = 0; i < events; ++i) {
            MM_SPAN_SCOPE("work");
            MM_INFO("{}", number_);
            MM_IMETRIC("number", "count", number_);
            ++number_;
        }
    }

    SteppingTicks ticks_;
    const std::uint64_t dropped_before_ = dispatch::dropped_events();
    int number_ = 0;
};

TEST_F(ClockStep, EventsFromBeforeAndAfterArriveAtTheNextFlush) {
    init();
    record(10);
    ticks_.step(-kTenSeconds);
    record(10);
    dispatch::flush_all();
    expect_all(20, 20);
    record(10);
    dispatch::flush_all();
    expect_all(30, 30);
}

TEST_F(ClockStep, BehindTheStartOfTheProcess) {
    init();
    dispatch::flush_all();
    ticks_.step(-2 * kTenSeconds + 1'000'000);
    record(1000);
    dispatch::shutdown_dispatch();
    expect_all(1000, 1000);
}

TEST_F(ClockStep, MoreThanOnce) {
    init();
    for (int step = 0; step < 5; ++step) {
        record(10);
        ticks_.step(-kTenSeconds / 10);
        record(10);
        dispatch::flush_log_buffer();
        record(10);
        dispatch::flush_all();
    }
    dispatch::shutdown_dispatch();
    expect_all(150, 150);
}

TEST_F(ClockStep, ByLessThanPassedSinceTheLastFlush) {
    init();
    dispatch::flush_all();
    ticks_.step(kTenSeconds);
    record(10);
    ticks_.step(-kTenSeconds / 2);
    record(10);
    dispatch::flush_all();
    ASSERT_EQ(count_events(sink_->blocks(StreamKind::Log)), 20U) << "none is held back";
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 40U);
    expect_continuous(sink_->blocks(StreamKind::Log));
    expect_continuous(sink_->blocks(StreamKind::Thread));
    expect_events_between_their_ends(sink_->blocks(StreamKind::Log));
    expect_events_between_their_ends(sink_->blocks(StreamKind::Thread));
}

}  // namespace
}  // namespace micromegas::tracing
