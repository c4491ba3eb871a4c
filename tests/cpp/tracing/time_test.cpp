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
    constexpr std::chrono::milliseconds kWait{50};
    const auto start = std::chrono::steady_clock::now();
    const std::int64_t first = now();
    auto end = start;
    while (end - start < kWait) {
        end = std::chrono::steady_clock::now();
    }
    const double seconds = std::chrono::duration<double>(end - start).count();
    EXPECT_NEAR(static_cast<double>(now() - first) / static_cast<double>(hz), seconds, 0.02);
}

TEST(DualTime, ReadsBothClocksAtTheSameMoment) {
    const std::int64_t ticks_before = now();
    const auto time_before = std::chrono::system_clock::now();
    const DualTime both = DualTime::now();
    EXPECT_GE(both.ticks, ticks_before);
    EXPECT_GE(both.time, time_before);
    EXPECT_LE(both.ticks, now());
    EXPECT_LE(both.time, std::chrono::system_clock::now());
}

}  // namespace
}  // namespace micromegas::tracing
