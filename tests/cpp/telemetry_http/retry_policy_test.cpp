#include "retry_policy.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string_view>

namespace micromegas::telemetry_sink::detail {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kBegin{1h};

Request sent_first_at(Priority priority, TimePoint time) {
    Request request;
    request.priority = priority;
    request.first_attempt = time;
    return request;
}

TEST(RetryPolicy, BackoffDoublesUpToItsCap) {
    EXPECT_EQ(backoff(0, 1), 250ms);
    EXPECT_EQ(backoff(1, 1), 500ms);
    EXPECT_EQ(backoff(6, 1), 16s);
    EXPECT_EQ(backoff(7, 1), 30s);
    EXPECT_EQ(backoff(4'000'000'000U, 1), 30s);
}

TEST(RetryPolicy, JitterIsFull) {
    EXPECT_EQ(backoff(7, 0), 0ms);
    EXPECT_EQ(backoff(7, 0.5), 15s);
}

TEST(RetryPolicy, RetryAfterIsSecondsOrADate) {
    const auto now = std::chrono::sys_days{std::chrono::January / 1 / 2026} + 12h;
    const auto parse = [now](std::string_view value) { return parse_retry_after(value, now); };
    EXPECT_EQ(parse("0"), 0s);
    EXPECT_EQ(parse(" 17 "), 17s);
    EXPECT_EQ(parse("99999999999999999999999"), kLongestRetryAfter);
    EXPECT_EQ(parse("86400"), kLongestRetryAfter);
    EXPECT_EQ(parse("Thu, 01 Jan 2026 12:00:30 GMT"), 30s);
    EXPECT_EQ(parse("Thursday, 01-Jan-26 12:00:30 GMT"), 30s);
    EXPECT_EQ(parse("Thu Jan  1 12:00:30 2026"), 30s);
    EXPECT_EQ(parse("Thu, 01 Jan 2026 11:00:00 GMT"), 0s);
    EXPECT_EQ(parse("Thu, 01 Jan 2032 11:00:00 GMT"), kLongestRetryAfter);
    EXPECT_EQ(parse(""), std::nullopt);
    EXPECT_EQ(parse("-1"), std::nullopt);
    EXPECT_EQ(parse("soon"), std::nullopt);
}

TEST(RetryPolicy, JudgesAnswers) {
    for (const long status : {200L, 204L, 299L}) {
        EXPECT_EQ(judge(status), Verdict::Delivered) << status;
    }
    for (const long status : {0L, 408L, 429L, 500L, 503L, 599L}) {
        EXPECT_EQ(judge(status), Verdict::Transient) << status;
    }
    for (const long status : {301L, 304L, 400L, 401L, 403L, 404L, 413L}) {
        EXPECT_EQ(judge(status), Verdict::Refused) << status;
    }
}

TEST(RetryPolicy, AfterAFailureOneRequestTriesUntilOneSucceeds) {
    RetryPolicy policy{1};
    EXPECT_EQ(policy.allowed(3, kBegin), 3);
    Request request = sent_first_at(Priority::Logs, kBegin);
    EXPECT_TRUE(policy.on_failure(request, kBegin, kBegin, 10s));

    EXPECT_EQ(policy.allowed(3, kBegin + 9s), 0);
    const auto end = policy.pause_end(kBegin);
    ASSERT_TRUE(end.has_value());
    EXPECT_GE(*end, kBegin + 10s);
    EXPECT_EQ(policy.allowed(3, *end), 1);
    EXPECT_EQ(policy.pause_end(*end), std::nullopt);
    policy.on_success();
    EXPECT_EQ(policy.allowed(3, *end), 3);
}

TEST(RetryPolicy, FailuresOfRequestsThatWereInFlightTogetherAreOne) {
    RetryPolicy one{1};
    RetryPolicy three{1};
    one.pause(kBegin, kBegin + 1s, std::nullopt);
    three.pause(kBegin, kBegin + 1s, std::nullopt);
    three.pause(kBegin, kBegin + 1s, std::nullopt);
    three.pause(kBegin, kBegin + 1s, std::nullopt);
    EXPECT_EQ(one.pause_end(kBegin), three.pause_end(kBegin));
}

/// What is sent during an outage, in simulated time: one request tries at a time, and its window decides.
struct Outage {
    unsigned tries = 0;
    std::optional<std::chrono::nanoseconds> gave_up_after;
};

Outage simulate(Priority priority, std::chrono::minutes length) {
    RetryPolicy policy{42};
    Outage outage;
    Request request = sent_first_at(priority, kBegin);
    for (TimePoint now = kBegin; now < kBegin + length;) {
        ++outage.tries;
        if (!policy.on_failure(request, now, now + 10ms, std::nullopt)) {
            outage.gave_up_after = now - kBegin;
            break;
        }
        now = std::max(request.not_before, policy.pause_end(now).value_or(now));
    }
    return outage;
}

TEST(RetryPolicy, LogsAndMetadataOutliveHalfAnHour) {
    for (const Priority priority : {Priority::Metadata, Priority::Logs}) {
        const Outage outage = simulate(priority, 30min);
        EXPECT_EQ(outage.gave_up_after, std::nullopt);
        EXPECT_GE(outage.tries, 60U);   // not more seldom than every 30 s
        EXPECT_LE(outage.tries, 400U);  // nor a storm
    }
}

TEST(RetryPolicy, EachPriorityGivesUpAtItsTime) {
    for (const Priority priority : {Priority::Metadata, Priority::Logs, Priority::Metrics, Priority::Traces}) {
        const Outage outage = simulate(priority, std::chrono::hours{48});
        ASSERT_TRUE(outage.gave_up_after.has_value());
        EXPECT_LE(*outage.gave_up_after, retry_window(priority));
        EXPECT_GE(*outage.gave_up_after, retry_window(priority) - kLongestBackoff);
    }
}

}  // namespace
}  // namespace micromegas::telemetry_sink::detail
