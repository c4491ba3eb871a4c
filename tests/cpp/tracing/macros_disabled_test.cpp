// A call that does not log or record costs nothing: its arguments are compiled and never evaluated.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>

namespace micromegas::tracing {
namespace {

using ::testing::IsEmpty;

int g_evaluations = 0;

int evaluated() { return ++g_evaluations; }

PropertySet evaluated_properties() {
    ++g_evaluations;
    return {};
}

/// Every way to log at debug. Returns how many of the arguments were evaluated.
int log_in_every_way() {
    g_evaluations = 0;
    MM_DEBUG("{}", evaluated());
    MM_DEBUG_PROPS(evaluated_properties(), "{}", evaluated());
    MM_LOG("noise", Level::Debug, "{}", evaluated());
    MM_LOG_PROPS("noise", Level::Debug, evaluated_properties(), "{}", evaluated());
    return g_evaluations;
}

using DisabledMacros = testing::RecordingTest;

TEST_F(DisabledMacros, TheTestSeesEvaluations) {
    EXPECT_EQ(log_in_every_way(), 6);
    EXPECT_EQ(count(), 4U);
}

TEST_F(DisabledMacros, ByTheGate) {
    set_max_level(LevelFilter::Info);
    EXPECT_EQ(log_in_every_way(), 0);
    EXPECT_THAT(sink_->logs(), IsEmpty());
}

TEST_F(DisabledMacros, ByTheTargetsOwnLevel) {
    ASSERT_EQ(set_filter("trace,micromegas=info,noise=off"), std::nullopt);
    ASSERT_EQ(max_level(), LevelFilter::Trace);
    EXPECT_EQ(log_in_every_way(), 0);
    EXPECT_THAT(sink_->logs(), IsEmpty());
}

TEST_F(DisabledMacros, AfterShutdownAndBeforeInit) {
    dispatch::shutdown_dispatch();
    EXPECT_EQ(log_in_every_way(), 0);
    set_max_level(LevelFilter::Trace);
    EXPECT_EQ(log_in_every_way(), 0);
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink_));
    EXPECT_EQ(log_in_every_way(), 6);
}

/// The number of evaluations in a static initialiser, long before anything was initialised.
const int g_evaluated_before_main = log_in_every_way();

TEST_F(DisabledMacros, BeforeMain) { EXPECT_EQ(g_evaluated_before_main, 0); }

int measure_in_every_way() {
    g_evaluations = 0;
    MM_IMETRIC("rows", "count", evaluated());
    MM_FMETRIC("time", "ms", evaluated());
    MM_IMETRIC_PROPS(evaluated_properties(), "rows", "count", evaluated());
    MM_FMETRIC_PROPS(evaluated_properties(), "time", "ms", evaluated());
    return g_evaluations;
}

TEST_F(DisabledMacros, MetricsFollowMetricsEnabled) {
    EXPECT_EQ(measure_in_every_way(), dispatch::metrics_enabled() ? 6 : 0);
    dispatch::shutdown_dispatch();
    EXPECT_FALSE(dispatch::metrics_enabled());
    EXPECT_EQ(measure_in_every_way(), 0);
}

}  // namespace
}  // namespace micromegas::tracing
