// Conditional and limited entries, and those of which level and target are known only at run time.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using testing::RecordedLog;
using LimitedMacros = testing::RecordingTest;

TEST_F(LimitedMacros, ACondition) {
    for (const bool yes : {false, true}) {
        MM_FATAL_IF(yes, "fatal {}", yes);
        MM_ERROR_IF(yes, "error {}", yes);
        MM_WARN_IF(yes, "warn {}", yes);
        MM_INFO_IF(yes, "info {}", yes);
        MM_DEBUG_IF(yes, "debug {}", yes);
        MM_TRACE_IF(yes, "trace");
        MM_LOG_IF(yes, "net.http", Level::Warn, "explicit {}", yes);
    }
    EXPECT_THAT(sink_->messages(), ElementsAre("fatal true", "error true", "warn true", "info true", "debug true",
                                               "trace", "explicit true"));
    EXPECT_EQ(last().target, "net.http");
    EXPECT_EQ(sink_->logs().front().target, "micromegas::tracing");
}

int g_evaluated = 0;

bool evaluated() {
    ++g_evaluated;
    return true;
}

TEST_F(LimitedMacros, AConditionIsEvaluatedOnlyIfTheLevelIsOn) {
    set_max_level(LevelFilter::Info);
    g_evaluated = 0;
    MM_DEBUG_IF(evaluated(), "{}", evaluated());
    EXPECT_EQ(g_evaluated, 0);
    MM_INFO_IF(!evaluated(), "{}", evaluated());
    EXPECT_EQ(g_evaluated, 1);
    EXPECT_THAT(sink_->logs(), IsEmpty());
}

TEST_F(LimitedMacros, AreOneStatement) {
    for (const bool yes : {true, false}) {
        if (yes)  // NOLINT(readability-braces-around-statements): on purpose
            MM_INFO_IF(!yes, "not this");
        else
            MM_INFO_LIMITED(once, "the else of the outer if");
    }
    EXPECT_THAT(sink_->messages(), ElementsAre("the else of the outer if"));
}

TEST_F(LimitedMacros, Once) {
    for (int i = 0; i < 5; ++i) {
        MM_WARN_LIMITED(once, "number {}", i);
        MM_WARN_LIMITED(first(2), "another {}", i);
    }
    dispatch::shutdown_dispatch();
    EXPECT_THAT(sink_->messages(), ElementsAre("number 0", "another 0", "another 1"));
    EXPECT_THAT(last().properties, IsEmpty());
}

TEST_F(LimitedMacros, TheNextEntryTellsHowManyWereLeftOut) {
    for (int i = 0; i < 7; ++i) {
        MM_FATAL_LIMITED(every(3), "number {}", i);
    }
    const auto logs = sink_->logs();
    EXPECT_THAT(sink_->messages(), ElementsAre("number 0", "number 3", "number 6"));
    ASSERT_EQ(logs.size(), 3U);
    EXPECT_THAT(logs[0].properties, IsEmpty());
    EXPECT_THAT(logs[1].properties, ElementsAre(Property{"left_out", "2"}));
    EXPECT_THAT(logs[2].properties, ElementsAre(Property{"left_out", "2"}));
}

// A program sums it, in JavaScript too.
TEST(LimitedMacrosToATypedSink, TheNumberLeftOutIsANumber) {
    class Sum final : public NullEventSink {
    public:
        [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
        void on_log(const LogMetadata&, std::span<const PropertyView> properties, std::int64_t,
                    std::string_view) noexcept override {
            values.insert(values.end(), properties.begin(), properties.end());
        }
        std::vector<PropertyView> values;  // of literals and numbers
    };
    const auto sink = std::make_shared<Sum>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    for (int i = 0; i < 5; ++i) {
        MM_WARN_LIMITED(every(3), "number {}", i, MM_P("index", i));
    }
    dispatch::shutdown_dispatch();
    const std::uint64_t two = 2;
    const std::uint64_t one = 1;
    EXPECT_THAT(sink->values, ElementsAre(PropertyView{"index", 0}, PropertyView{"index", 3},
                                          PropertyView{"left_out", two}, PropertyView{"left_out", one}));
}

TEST_F(LimitedMacros, TheShutdownTellsTheRest) {
    for (int i = 0; i < 6; ++i) {
        MM_LOG_LIMITED(every(4), "net.http", Level::Warn, "number {}", i);
    }
    const int line = __LINE__ - 2;
    dispatch::shutdown_dispatch();
    EXPECT_THAT(sink_->messages(), ElementsAre("number 0", "number 4", "left out at the end: 1 of \"number {}\""));
    EXPECT_EQ(last().target, "net.http");
    EXPECT_EQ(last().level, Level::Warn);
    EXPECT_EQ(last().line, static_cast<std::uint32_t>(line));
    EXPECT_THAT(last().file, EndsWith("macros_limited_test.cpp"));
    EXPECT_THAT(last().properties, ElementsAre(Property{"left_out", "1"}));
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count(), 3U);
}

TEST_F(LimitedMacros, EachSiteCountsForItself) {
    const auto log = [](int i) { MM_INFO_LIMITED(once, "one {}", i); };
    for (int i = 0; i < 3; ++i) {
        MM_ERROR_LIMITED(once, "error");
        MM_ERROR_LIMITED(once, "the same line");
        MM_DEBUG_LIMITED(per_minute(1), "debug {}", i);
        MM_TRACE_LIMITED(per_second(1'000'000), "trace {}", i);
        log(i);
    }
    EXPECT_THAT(sink_->messages(),
                ElementsAre("error", "the same line", "debug 0", "trace 0", "one 0", "trace 1", "trace 2"));
}

TEST_F(LimitedMacros, ALevelThatIsOffCountsNothing) {
    const auto log = [] { MM_DEBUG_LIMITED(first(1), "{}", evaluated()); };
    g_evaluated = 0;
    set_max_level(LevelFilter::Info);
    log();
    EXPECT_EQ(g_evaluated, 0);
    set_max_level(LevelFilter::Trace);
    log();
    log();
    EXPECT_EQ(g_evaluated, 1);
    EXPECT_EQ(count(), 1U);
}

std::vector<int> admitted_by(const detail::LimitedSite& site, const std::vector<int>& milliseconds) {
    std::vector<int> admitted;
    for (const int at : milliseconds) {
        if (site.admits(at)) {
            admitted.push_back(at);
        }
    }
    return admitted;
}

TEST(Limit, APeriodBeginsWithTheFirstEntryAfterTheLast) {
    EXPECT_THAT(admitted_by({limits::per_second(2)}, {0, 0, 0, 999, 1000, 1500, 1999, 2000, 2500, 2600, 9000}),
                ElementsAre(0, 0, 1000, 1500, 2000, 2500, 9000));
    EXPECT_THAT(admitted_by({limits::per_minute(1)}, {5, 6, 60'004, 60'005, 60'006}), ElementsAre(5, 60'005));
}

TEST(Limit, AThreadThatReadTheClockEarlierIsInThePeriodOfTheLater) {
    EXPECT_THAT(admitted_by({limits::per_second(2)}, {5000, 4990, 4980}), ElementsAre(5000, 4990));
}

TEST(Limit, TheLargestCount) {
    const detail::LimitedSite site{limits::per_minute(1'000'000)};
    int admitted = 0;
    for (int i = 0; i < 1'000'010; ++i) {
        admitted += site.admits(1) ? 1 : 0;
    }
    EXPECT_EQ(admitted, 1'000'000);
}

TEST_F(LimitedMacros, AnEntryOfLevelAndTargetKnownAtRunTime) {
    const std::string target = "net." + std::to_string(1);
    const int line = __LINE__ + 1;
    log(Level::Warn, target, "text {}", {{"table", "cars"}});
    EXPECT_EQ(last().level, Level::Warn);
    EXPECT_EQ(last().target, target);
    EXPECT_EQ(last().message, "text {}");
    EXPECT_EQ(last().line, static_cast<std::uint32_t>(line));
    EXPECT_EQ(last().file, __FILE__);
    EXPECT_THAT(last().properties, ElementsAre(Property{"table", "cars"}));
    ASSERT_EQ(set_filter("info,net=error"), std::nullopt);
    log(Level::Warn, target, "filtered out");
    EXPECT_EQ(count(), 1U);
    EXPECT_FALSE(log_enabled(Level::Warn, target));
    EXPECT_TRUE(log_enabled(Level::Error, target));
    EXPECT_TRUE(log_enabled(Level::Info, "other"));
}

TEST_F(LimitedMacros, LogEnabledOfATarget) {
    ASSERT_EQ(set_filter("info,net=debug,micromegas=warn"), std::nullopt);
    EXPECT_TRUE(MM_LOG_ENABLED("net.http", Level::Debug));
    EXPECT_FALSE(MM_LOG_ENABLED("net.http", Level::Trace));
    EXPECT_FALSE(MM_LOG_ENABLED("other", Level::Debug));
    EXPECT_FALSE(MM_LOG_ENABLED(Level::Info));
    EXPECT_TRUE(MM_LOG_ENABLED(Level::Warn));
}

}  // namespace
}  // namespace micromegas::tracing
