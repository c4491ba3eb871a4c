#include <micromegas/tracing/time.hpp>

#include <gmock/gmock.h>

#include <chrono>

namespace micromegas::tracing {
namespace {

TEST(Time, NowNeverGoesBack) {
    std::int64_t last = now();
    EXPECT_GT(last, 0);
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t next = now();
        ASSERT_GE(next, last);
        last = next;
    }
}

TEST(Time, NowMovesOn) {
    const std::int64_t first = now();
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds{5};
    while (std::chrono::steady_clock::now() < end) {
    }
    EXPECT_GT(now(), first);
}

TEST(Time, FrequencyIsThatOfTheTicksOrUnknown) {
    const std::int64_t hz = frequency();
    EXPECT_EQ(frequency(), hz);
    if (hz == 0) {
        return;  // not known here; readers calibrate
    }
    EXPECT_GE(hz, 1'000'000);
    // Each count lies between two readings of the other clock, even if this thread has to wait in between.
    using Clock = std::chrono::steady_clock;
    const auto before_first = Clock::now();
    const std::int64_t first = now();
    const auto after_first = Clock::now();
    while (Clock::now() - after_first < std::chrono::milliseconds{50}) {
    }
    const auto before_last = Clock::now();
    const std::int64_t last = now();
    const auto after_last = Clock::now();
    constexpr std::chrono::milliseconds kResolution{2};  // of the ticks, on wasm
    const std::chrono::duration<double> counted{static_cast<double>(last - first) / static_cast<double>(hz)};
    EXPECT_GE(counted, (before_last - after_first) * 0.99 - kResolution);
    EXPECT_LE(counted, (after_last - before_first) * 1.01 + kResolution);
}

TEST(DualTime, ReadsBothClocksAtTheSameMoment) {
    const std::int64_t ticks_before = now();
    const auto time_before = std::chrono::system_clock::now();
    const DualTime both = DualTime::now();
    const auto time_after = std::chrono::system_clock::now();
    const std::int64_t ticks_after = now();
    EXPECT_GE(both.ticks, ticks_before);
    EXPECT_LE(both.ticks, ticks_after);
    // On wasm the ticks' clock is exact to the microsecond, while the standard library's passes through a double of
    // nanoseconds since 1970, which is cut to a microsecond that may be the one before.
    constexpr std::chrono::microseconds kRounding{1};
    EXPECT_GE(both.time, time_before - kRounding);
    EXPECT_LE(both.time, time_after + kRounding);
}

}  // namespace
}  // namespace micromegas::tracing
