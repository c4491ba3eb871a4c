// Metrics, spans and entries of C in blocks.
#include "calls.h"

#include <micromegas/tracing.h>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using testing::ScopedRecording;
using ::testing::SizeIs;

TEST(CRecording, EntriesArriveWhole) {
    const ScopedRecording recording;
    log_six_levels();
    log_braces();
    log_properties("cars");
    std::vector<std::string> messages;
    for (const auto& log : recording.logs()) {
        messages.push_back(log.message);
        EXPECT_EQ(log.target, "calls");
    }
    EXPECT_THAT(messages, ElementsAre("fatal", "error 2", "warn three", "info", "debug 5.00", "trace 6%", "{} of {x}",
                                      "100%", "slow query 12 ms", "a literal"));
    EXPECT_THAT(recording.logs().back().properties, ElementsAre(Property{"low", "-1"}));
}

TEST(CRecording, MetricsHaveNamesUnitsAndProperties) {
    const ScopedRecording recording;
    record_metrics();
    const auto metrics = recording.metrics();
    ASSERT_THAT(metrics, SizeIs(4));
    EXPECT_EQ(metrics[0].name, "rows");
    EXPECT_EQ(metrics[0].unit, "count");
    EXPECT_EQ(metrics[0].target, "calls");
    EXPECT_EQ(metrics[0].value, 3);
    EXPECT_EQ(metrics[1].value, 0.5);
    EXPECT_EQ(metrics[2].value, 4);
    EXPECT_EQ(metrics[3].value, 1.5);
    EXPECT_THAT(metrics[3].properties, ElementsAre(Property{"table", "cars"}));
}

TEST(CRecording, SpansAreNested) {
    const ScopedRecording recording;
    record_spans();
    const auto spans = recording.spans();
    ASSERT_THAT(spans, SizeIs(3));
    EXPECT_EQ(spans[0].name, "outer");
    EXPECT_EQ(spans[1].name, "block");
    EXPECT_EQ(spans[2].name, "inner");
    for (std::uint32_t depth = 0; depth < 3; ++depth) {
        EXPECT_EQ(spans[depth].depth, depth);
        EXPECT_TRUE(spans[depth].end);
        EXPECT_EQ(spans[depth].target, "calls");
    }
}

TEST(CRecording, SpansAndMetricsAreOptional) {
    {
        const ScopedRecording recording;
        dispatch::set_cpu_tracing_enabled(false);
        record_spans();
        EXPECT_THAT(recording.spans(), SizeIs(0));
    }
    record_spans();
    record_metrics();
}

TEST(CRecording, TheTerminalMayBeStandardError) {
    mmc_options options = MMC_OPTIONS_INIT;
    options.filter = "info";
    options.terminal_descriptor = 2;
    ::testing::internal::CaptureStderr();
    mmc_telemetry* const telemetry = mmc_init(&options);
    EXPECT_EQ(mmc_error(telemetry), nullptr);
    log_six_levels();
    mmc_shutdown(telemetry);
    EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::HasSubstr("INFO  [calls] info"));
}

}  // namespace
}  // namespace micromegas::tracing
