#include <micromegas/tracing/detail/frequency.hpp>
#include <micromegas/tracing/time.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

namespace micromegas::tracing::detail {
namespace {

constexpr double kPromise = 20e-6;

/// With an error that is far below the promise.
std::int64_t measure() {
    const ClockSample first = take_clock_sample();
    std::this_thread::sleep_for(std::chrono::seconds{1});
    return frequency_between(first, take_clock_sample());
}

double error(std::int64_t hz, std::int64_t reference) {
    return std::abs(static_cast<double>(hz) / static_cast<double>(reference) - 1);
}

TEST(Frequency, IsRightByEachWayThatThereIs) {
    const std::int64_t reference = measure();
    ASSERT_GT(reference, 0);
    for (const std::int64_t hz : {frequency_of_kernel(), frequency_of_processor(), frequency()}) {
        if (hz != 0) {
            EXPECT_LE(error(hz, reference), kPromise) << hz << " for " << reference;
        }
    }
}

TEST(Frequency, IsMeasuredWhereNobodyTells) {
    const std::int64_t hz = with_frequency({}).tsc_frequency;
    EXPECT_LE(error(hz, measure()), kPromise) << hz;
    EXPECT_EQ(with_frequency({}).tsc_frequency, hz) << "a process has one";
}

TEST(Frequency, IsLeftAsItIsWhereItIsKnown) {
    ProcessInfo process;
    process.tsc_frequency = 123;
    EXPECT_EQ(with_frequency(process).tsc_frequency, 123);
}

TEST(Frequency, SamplesThatAreTooCloseTellNothing) {
    const ClockSample first{.ticks = 1000, .nanoseconds = 500, .uncertainty = 40, .asleep = 0};
    ClockSample second{.ticks = 9'001'000, .nanoseconds = 3'000'500, .uncertainty = 40, .asleep = 0};
    EXPECT_EQ(frequency_between(first, second), 0) << "3 ms of the 8 that 5 ppm need";
    second.nanoseconds = 9'000'500;
    EXPECT_EQ(frequency_between(first, second), 1'000'000'000);
    second.uncertainty = 1'000'000'000;
    EXPECT_EQ(frequency_between(first, second), 0);
    second.nanoseconds = 2'000'000'500;
    second.ticks = 6'000'001'000;
    EXPECT_EQ(frequency_between(first, second), 3'000'000'000) << "a second is enough, whatever a clock takes to read";
}

TEST(Frequency, SamplesWithASleepOrAStepBetweenThemTellNothing) {
    const ClockSample first{.ticks = 1000, .nanoseconds = 500, .uncertainty = 1, .asleep = 0};
    ClockSample second{.ticks = 3'000'001'000, .nanoseconds = 1'000'000'500, .uncertainty = 1, .asleep = 0};
    EXPECT_EQ(frequency_between(first, second), 3'000'000'000);
    second.asleep = 1'000'000'000;
    EXPECT_EQ(frequency_between(first, second), 0);
    second.asleep = 0;
    second.ticks = 900;
    EXPECT_EQ(frequency_between(first, second), 0);
}

}  // namespace
}  // namespace micromegas::tracing::detail
