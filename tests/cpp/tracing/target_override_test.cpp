// Compiled with MICROMEGAS_TARGET="net.http" for this file alone.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>

namespace engine {
namespace {

using Override = micromegas::tracing::testing::RecordingTest;

TEST_F(Override, ReplacesTheNamespaceAsTarget) {
    MM_INFO("text");
    EXPECT_EQ(last().target, "net.http");
    EXPECT_EQ(last().module_path, "engine") << "the module path stays the truth";
    MM_WARN_PROPS(micromegas::tracing::PropertySet{}, "text");
    EXPECT_EQ(last().target, "net.http");
}

TEST_F(Override, YieldsToAnExplicitTarget) {
    MM_LOG("mine", micromegas::tracing::Level::Info, "text");
    EXPECT_EQ(last().target, "mine");
}

TEST_F(Override, IsMatchedByFilters) {
    ASSERT_EQ(micromegas::tracing::set_filter("info,net=off"), std::nullopt);
    MM_INFO("text");
    EXPECT_EQ(count(), 0U);
    EXPECT_FALSE(MM_LOG_ENABLED(micromegas::tracing::Level::Info));
}

}  // namespace
}  // namespace engine
