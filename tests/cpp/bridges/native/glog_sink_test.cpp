#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/glog_sink.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using testing::ScopedTracing;
using ::testing::SizeIs;

/// glog writes to standard error what is above its threshold.
class GlogSinkTest : public ::testing::Test {
protected:
    void SetUp() override {
        FLAGS_logtostderr = true;
        FLAGS_stderrthreshold = google::GLOG_FATAL;
        ::testing::internal::CaptureStderr();
    }
    void TearDown() override { ::testing::internal::GetCapturedStderr(); }
};

TEST_F(GlogSinkTest, GivesLevelMessageAndPlace) {
    const ScopedTracing tracing;
    {
        const GlogSink glog;
        LOG(INFO) << 3 << " rows";
        LOG(WARNING) << "warn";
        LOG(ERROR) << "error {}";
    }
    LOG(INFO) << "after its life";
    const auto logs = tracing.logs();
    EXPECT_THAT(tracing.messages(), ElementsAre("3 rows", "warn", "error {}"));
    ASSERT_THAT(logs, SizeIs(3));
    EXPECT_EQ(logs[0].level, Level::Info);
    EXPECT_EQ(logs[1].level, Level::Warn);
    EXPECT_EQ(logs[2].level, Level::Error);
    EXPECT_EQ(logs[0].target, "glog");
    EXPECT_THAT(logs[0].file, EndsWith("glog_sink_test.cpp"));
    EXPECT_EQ(logs[1].line, logs[0].line + 1);
}

TEST_F(GlogSinkTest, TheFilterApplies) {
    const ScopedTracing tracing{Filter{LevelFilter::Error}};
    const GlogSink glog{"engine"};
    LOG(INFO) << "refused";
    LOG(ERROR) << "passes";
    EXPECT_THAT(tracing.messages(), ElementsAre("passes"));
    EXPECT_EQ(tracing.logs()[0].target, "engine");
}

TEST(GlogSinkDeathTest, AFatalEntryArrivesBeforeTheEnd) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const telemetry_sink::TelemetryOptions deferred{.filter = Filter{LevelFilter::Info},
                                                    .terminal = {.descriptor = telemetry_sink::kStandardError,
                                                                 .delivery = telemetry_sink::TextDelivery::Deferred,
                                                                 .colors = telemetry_sink::Colors::Never}};
    EXPECT_DEATH(
        {
            const auto telemetry = telemetry_sink::init_telemetry(deferred);
            const GlogSink glog;
            LOG(INFO) << "before";
            LOG(FATAL) << "the end";
        },
        "INFO  .glog. before\n.*FATAL .glog. the end");
}

}  // namespace
}  // namespace micromegas::tracing
