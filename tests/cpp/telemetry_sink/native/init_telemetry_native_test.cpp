// The input and output of `init_telemetry` natively. Each test runs in its own process, without settings.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/detail/gates.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <thread>
#include <utility>

#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::ExitedWithCode;
using ::testing::HasSubstr;
using ::testing::Not;
using tracing::Filter;
using tracing::InMemorySink;
using tracing::LevelFilter;
using tracing::testing::RecordingSink;

class InitTelemetryNativeDeathTest : public ::testing::Test {
protected:
    void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

/// Runs in a child, whose standard output is redirected to standard error, which GoogleTest reads.
#define EXPECT_OUTPUT(statement, output)        \
    EXPECT_EXIT(                                \
        {                                       \
            dup2(STDERR_FILENO, STDOUT_FILENO); \
            statement;                          \
            std::exit(0);                       \
        },                                      \
        ExitedWithCode(0), output)

void log_at_every_level() {
    MM_FATAL("one");
    MM_ERROR("two");
    MM_WARN("three");
    MM_INFO("four {}", 4);
    MM_DEBUG("five");
    MM_TRACE("six");
}

TEST_F(InitTelemetryNativeDeathTest, PrintsInfoAndMoreByDefault) {
    EXPECT_OUTPUT(
        {
            const TelemetryGuard guard = init_telemetry();
            log_at_every_level();
            if (tracing::current_filter().to_string() != "info") {
                std::exit(1);
            }
        },
        AllOf(ContainsRegex("Z FATAL \\[micromegas::telemetry_sink\\] one stack=\"[^ ]"), HasSubstr("ERROR"),
              HasSubstr("WARN "), HasSubstr("INFO  [micromegas::telemetry_sink] four 4\n"), Not(HasSubstr("DEBUG")),
              Not(HasSubstr("TRACE")), Not(HasSubstr("\x1b["))));
}

TEST_F(InitTelemetryNativeDeathTest, AFilterThatWasSetBeforeStays) {
    EXPECT_OUTPUT(
        {
            tracing::set_max_level(LevelFilter::Trace);
            const TelemetryGuard guard = init_telemetry();
            log_at_every_level();
        },
        HasSubstr("TRACE [micromegas::telemetry_sink] six\n"));
}

TEST_F(InitTelemetryNativeDeathTest, TheFilterIsObeyedByTheTerminalAtRunTime) {
    EXPECT_OUTPUT(
        {
            const TelemetryGuard guard = init_telemetry({.filter = Filter{LevelFilter::Error}});
            MM_WARN("before");
            tracing::set_max_level(LevelFilter::Debug);
            MM_DEBUG("after");
        },
        AllOf(HasSubstr("DEBUG [micromegas::telemetry_sink] after\n"), Not(HasSubstr("before"))));
}

TEST_F(InitTelemetryNativeDeathTest, OtherSinksStandBesideTheTerminal) {
    EXPECT_OUTPUT(
        {
            const auto sink = std::make_shared<RecordingSink>();
            const TelemetryGuard guard = init_telemetry({.sinks = {sink}});
            MM_INFO("to both");
            MM_DEBUG("to none");
            if (sink->messages() != std::vector<std::string>{"to both"}) {
                std::exit(1);
            }
        },
        HasSubstr("to both\n"));
}

std::ptrdiff_t count_threads() {
    return std::distance(std::filesystem::directory_iterator{"/proc/self/task"}, std::filesystem::directory_iterator{});
}

/// Exits with 1 unless `added` threads are added.
void expect_added_threads(std::ptrdiff_t added, TelemetryOptions options) {
    const std::ptrdiff_t before = count_threads();
    const TelemetryGuard guard = init_telemetry(std::move(options));
    std::exit(!guard.error() && count_threads() - before == added ? 0 : 1);
}

/// Which flushes, one which measures, and one which waits for signals.
TEST_F(InitTelemetryNativeDeathTest, ASinkThatAsksForBlocksGetsAMonitor) {
    const TelemetryOptions options{.sinks = {std::make_shared<InMemorySink>()}};
    EXPECT_EXIT(expect_added_threads(3, options), ExitedWithCode(0), "");
    TelemetryOptions without = options;
    without.system_monitor = without.end_signals = false;
    EXPECT_EXIT(expect_added_threads(1, without), ExitedWithCode(0), "");
}

constexpr TerminalOptions kNoTerminal{.level = LevelFilter::Off};

TEST_F(InitTelemetryNativeDeathTest, DeferredTextGetsAMonitor) {
    EXPECT_EXIT(expect_added_threads(1, {.terminal = {.delivery = TextDelivery::Deferred}, .flush_period = 0ms}),
                ExitedWithCode(0), "");
}

TEST_F(InitTelemetryNativeDeathTest, WithoutOneThereIsNoMonitor) {
    EXPECT_EXIT(expect_added_threads(0, {.terminal = {.delivery = TextDelivery::AtOnce}}), ExitedWithCode(0), "");
    EXPECT_EXIT(expect_added_threads(0, {.terminal = kNoTerminal}), ExitedWithCode(0), "");
}

TEST_F(InitTelemetryNativeDeathTest, TheMonitorCanBeDoneWithout) {
    EXPECT_EXIT(expect_added_threads(0, {.terminal = kNoTerminal,
                                         .sinks = {std::make_shared<InMemorySink>()},
                                         .flush_period = 0ms,
                                         .system_monitor = false,
                                         .end_signals = false}),
                ExitedWithCode(0), "");
}

TEST_F(InitTelemetryNativeDeathTest, WithoutTheTerminalNothingIsPrintedNorFormattedInTheCaller) {
    EXPECT_OUTPUT(
        {
            const TelemetryGuard guard =
                init_telemetry({.terminal = kNoTerminal, .sinks = {std::make_shared<InMemorySink>()}});
            if (tracing::detail::g_gates.text_level != LevelFilter::Fatal) {
                std::exit(1);
            }
            log_at_every_level();
        },
        Not(HasSubstr("one")));
}

TEST_F(InitTelemetryNativeDeathTest, TheTerminalMayBeStandardError) {
    EXPECT_EXIT(
        {
            const TelemetryGuard guard = init_telemetry({.terminal = {.descriptor = kStandardError}});
            MM_INFO("to standard error");
            std::exit(0);
        },
        ExitedWithCode(0), "INFO  \\[micromegas::telemetry_sink\\] to standard error\n");
}

TEST_F(InitTelemetryNativeDeathTest, TheMonitorFlushesAndShutdownDeliversTheRest) {
    EXPECT_EXIT(
        {
            const auto sink = std::make_shared<InMemorySink>();
            {
                const TelemetryGuard guard = init_telemetry({.sinks = {sink}, .flush_period = 1ms});
                MM_INFO("flushed");
                for (int i = 0; i < 10'000 && sink->blocks(tracing::StreamKind::Log).empty(); ++i) {
                    std::this_thread::sleep_for(1ms);
                }
                MM_INFO("left");
            }
            std::exit(sink->blocks(tracing::StreamKind::Log).size() == 2 &&
                              tracing::testing::read_logs(*sink).size() == 2
                          ? 0
                          : 1);
        },
        ExitedWithCode(0), "");
}

TEST_F(InitTelemetryNativeDeathTest, AnUncaughtExceptionReachesTheTerminal) {
    EXPECT_EXIT(
        {
            dup2(STDERR_FILENO, STDOUT_FILENO);
            const TelemetryGuard guard = init_telemetry();
            std::terminate();
        },
        ::testing::KilledBySignal(SIGABRT),
        HasSubstr("FATAL [micromegas::tracing] terminate called without an active exception"));
}

}  // namespace
}  // namespace micromegas::telemetry_sink
