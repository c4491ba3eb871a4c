// Compiled with MICROMEGAS_STATIC_MAX_LEVEL=3 for this file alone.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;

static_assert(kStaticMaxLevel == LevelFilter::Warn);

int g_evaluations = 0;

int evaluated() { return ++g_evaluations; }

using StaticMaxLevel = testing::RecordingTest;

TEST_F(StaticMaxLevel, RemovesCallsAboveIt) {
    MM_ERROR("{}", evaluated());
    MM_WARN("{}", evaluated());
    MM_INFO("{}", evaluated());
    MM_DEBUG_PROPS((PropertySet{{"a", std::to_string(evaluated())}}), "{}", evaluated());
    MM_LOG("target", Level::Trace, "{}", evaluated());
    EXPECT_THAT(sink_->messages(), ElementsAre("1", "2"));
    EXPECT_EQ(g_evaluations, 2);
}

TEST_F(StaticMaxLevel, LogEnabledKnowsIt) {
    EXPECT_TRUE(MM_LOG_ENABLED(Level::Warn));
    EXPECT_FALSE(MM_LOG_ENABLED(Level::Info));
}

TEST_F(StaticMaxLevel, IsNotTheFilter) { EXPECT_EQ(max_level(), LevelFilter::Trace); }

/// A name that only a removed call uses counts as used: the call is compiled.
TEST_F(StaticMaxLevel, NoWarningAboutNamesThatARemovedCallUses) {
    const int only_logged = 1;
    MM_TRACE("{}", only_logged);
    EXPECT_THAT(sink_->messages(), ElementsAre());
}

}  // namespace
}  // namespace micromegas::tracing
