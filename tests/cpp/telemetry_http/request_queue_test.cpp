#include "request_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

namespace micromegas::telemetry_sink::detail {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr TimePoint kNow{std::chrono::hours{1}};

Request make(Priority priority, std::size_t size, std::uint64_t events = 1) {
    Request request;
    request.priority = priority;
    request.events = events;
    request.body.resize(size);
    return request;
}

std::vector<std::uint64_t> take_events(RequestQueue& queue) {
    std::vector<std::uint64_t> events;
    while (const auto request = queue.take(kNow)) {
        events.push_back(request->events);
    }
    return events;
}

TEST(RequestQueue, GivesTheMostImportantOneFirstAndEachKindInItsOrder) {
    RequestQueue queue{{.soft = 1000, .hard = 1000}};
    EXPECT_THAT(queue.push(make(Priority::Traces, 1, 7)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Metrics, 1, 5)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Metrics, 1, 6)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Logs, 1, 3)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Metadata, 1, 1)), IsEmpty());

    EXPECT_THAT(take_events(queue), ElementsAre(1, 3, 5, 6, 7));
    EXPECT_TRUE(queue.empty());
}

TEST(RequestQueue, ShedsTracesPastTheSoftLimit) {
    RequestQueue queue{{.soft = 10, .hard = 20}};
    EXPECT_THAT(queue.push(make(Priority::Traces, 10)), IsEmpty());

    EXPECT_THAT(queue.push(make(Priority::Traces, 1)), SizeIs(1));
    EXPECT_THAT(queue.push(make(Priority::Logs, 10)), IsEmpty());
    EXPECT_EQ(queue.bytes(), 20);
}

TEST(RequestQueue, ShedsTracesForLogsPastTheHardLimitAndThenLogs) {
    RequestQueue queue{{.soft = 10, .hard = 20}};
    EXPECT_THAT(queue.push(make(Priority::Traces, 5, 1)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Traces, 5, 2)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Metrics, 10, 3)), IsEmpty());

    const std::vector<Request> newest = queue.push(make(Priority::Logs, 5, 4));
    ASSERT_THAT(newest, SizeIs(1));
    EXPECT_EQ(newest.front().events, 2);
    EXPECT_THAT(queue.push(make(Priority::Logs, 5, 5)), SizeIs(1));  // the other of the traces
    const std::vector<Request> itself = queue.push(make(Priority::Logs, 5, 6));
    ASSERT_THAT(itself, SizeIs(1));
    EXPECT_EQ(itself.front().events, 6);
    EXPECT_EQ(queue.bytes(), 20);
}

TEST(RequestQueue, NeverShedsMetadata) {
    RequestQueue queue{{.soft = 1, .hard = 1}};
    EXPECT_THAT(queue.push(make(Priority::Metadata, 100)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Metadata, 100)), IsEmpty());
    EXPECT_EQ(queue.bytes(), 200);
}

TEST(RequestQueue, HasRoomForOneHoweverLarge) {
    RequestQueue queue{{.soft = 1, .hard = 1}};
    EXPECT_THAT(queue.push(make(Priority::Logs, 100)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Logs, 1)), SizeIs(1));
}

TEST(RequestQueue, CountsBytesOfRequestsUntilTheyLeave) {
    RequestQueue queue{{.soft = 100, .hard = 100}};
    EXPECT_THAT(queue.push(make(Priority::Logs, 50)), IsEmpty());
    EXPECT_TRUE(queue.take(kNow).has_value());
    EXPECT_EQ(queue.bytes(), 50);
    queue.resize(50, 20);
    EXPECT_EQ(queue.bytes(), 20);
    queue.resize(20, 0);
    EXPECT_EQ(queue.bytes(), 0);
}

TEST(RequestQueue, ARetryWaitsAndHoldsUpNothing) {
    RequestQueue queue{{.soft = 100, .hard = 100}};
    Request late = make(Priority::Logs, 1, 1);
    late.not_before = kNow + std::chrono::seconds{1};
    queue.retry(std::move(late));
    EXPECT_THAT(queue.push(make(Priority::Traces, 1, 2)), IsEmpty());

    EXPECT_THAT(take_events(queue), ElementsAre(2));
    EXPECT_EQ(queue.next_retry(), kNow + std::chrono::seconds{1});
    const auto again = queue.take(kNow + std::chrono::seconds{1});
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->events, 1);
    EXPECT_EQ(queue.next_retry(), std::nullopt);
}

TEST(RequestQueue, ARetryGoesBeforeThoseOfItsKindThatWereNeverSent) {
    RequestQueue queue{{.soft = 100, .hard = 100}};
    EXPECT_THAT(queue.push(make(Priority::Logs, 1, 2)), IsEmpty());
    queue.retry(make(Priority::Logs, 1, 1));
    EXPECT_THAT(take_events(queue), ElementsAre(1, 2));
}

TEST(RequestQueue, HurryEndsTheWaits) {
    RequestQueue queue{{.soft = 100, .hard = 100}};
    Request late = make(Priority::Logs, 1);
    late.not_before = kNow + std::chrono::hours{1};
    queue.retry(std::move(late));
    queue.hurry();
    EXPECT_TRUE(queue.take(kNow).has_value());
}

TEST(RequestQueue, OneThatIsPutBackIsTheNextOfItsKind) {
    RequestQueue queue{{.soft = 100, .hard = 100}};
    EXPECT_THAT(queue.push(make(Priority::Logs, 1, 1)), IsEmpty());
    EXPECT_THAT(queue.push(make(Priority::Logs, 1, 2)), IsEmpty());
    auto first = queue.take(kNow);
    ASSERT_TRUE(first.has_value());
    queue.put_back(std::move(*first));
    EXPECT_THAT(queue.take_all(), SizeIs(2));
    EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace micromegas::telemetry_sink::detail
