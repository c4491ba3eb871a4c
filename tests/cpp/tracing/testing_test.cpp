// The sink for tests of instrumented code.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/time.hpp>

#include <gmock/gmock.h>

#include <memory>

namespace micromegas::tracing::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;

TEST(RecordingSink, KeepsEverythingAboutAnEntry) {
    set_max_level(LevelFilter::Trace);
    const auto sink = std::make_shared<RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    const std::int64_t before = now();
    const auto line = static_cast<std::uint32_t>(__LINE__ + 1);
    MM_LOG_PROPS("net", Level::Warn, (PropertySet{{"n", "1"}}), "retry {}", 2);
    const auto logs = sink->logs();
    ASSERT_EQ(logs.size(), 1U);
    EXPECT_EQ(logs[0].level, Level::Warn);
    EXPECT_EQ(logs[0].target, "net");
    EXPECT_EQ(logs[0].message, "retry 2");
    EXPECT_EQ(logs[0].module_path, "micromegas::tracing::testing");
    EXPECT_THAT(logs[0].file, EndsWith("testing_test.cpp"));
    EXPECT_EQ(logs[0].line, line);
    EXPECT_GE(logs[0].time, before);
    EXPECT_THAT(logs[0].properties, ElementsAre(Property{"n", "1"}));
}

TEST(RecordingSink, GivesCopiesAndForgetsOnDemand) {
    set_max_level(LevelFilter::Trace);
    const auto sink = std::make_shared<RecordingSink>();
    EXPECT_EQ(sink->process(), nullptr);
    EXPECT_EQ(sink->startups(), 0);
    {
        const TracingSystemGuard guard{{}, sink};
        MM_INFO("one");
        const auto copy = sink->messages();
        MM_INFO("two");
        EXPECT_THAT(copy, ElementsAre("one"));
        EXPECT_THAT(sink->messages(), ElementsAre("one", "two"));
        sink->clear();
        EXPECT_THAT(sink->messages(), IsEmpty());
        MM_INFO("three");
    }
    EXPECT_THAT(sink->messages(), ElementsAre("three"));
    EXPECT_EQ(sink->startups(), 1);
    EXPECT_EQ(sink->shutdowns(), 1);
    EXPECT_NE(sink->process(), nullptr);
}

TEST(ScopedTracing, RecordsForTheLengthOfATest) {
    ASSERT_EQ(set_filter("warn"), std::nullopt);
    {
        ScopedTracing tracing{Filter{LevelFilter::Info}};
        EXPECT_FALSE(tracing.error());
        MM_INFO("one {}", 1);
        MM_DEBUG("not let through");
        EXPECT_THAT(tracing.messages(), ::testing::ElementsAre("one 1"));
        const ScopedTracing second;
        EXPECT_EQ(second.error(), InitError::AlreadyInitialised);
        tracing.clear();
        MM_WARN("two");
        ASSERT_EQ(tracing.logs().size(), 1U);
        EXPECT_EQ(tracing.logs()[0].level, Level::Warn);
    }
    EXPECT_EQ(max_level(), LevelFilter::Off);
    EXPECT_EQ(current_filter().to_string(), "warn");
    set_max_level(LevelFilter::Trace);
}

}  // namespace
}  // namespace micromegas::tracing::testing
