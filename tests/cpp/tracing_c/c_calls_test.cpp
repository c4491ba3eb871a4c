// Entries of <micromegas/tracing.h>, from C and from C++.
#include "calls.h"

#include <micromegas/tracing.h>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <cerrno>
#include <string>
#include <variant>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using testing::ScopedTracing;
using ::testing::SizeIs;

Filter filter(const char* text) { return std::get<Filter>(Filter::parse(text)); }

TEST(CCalls, HaveLevelsMessagesAndPlaces) {
    const ScopedTracing tracing;
    log_six_levels();
    EXPECT_THAT(tracing.messages(), ElementsAre("fatal", "error 2", "warn three", "info", "debug 5.00", "trace 6%"));
    const auto logs = tracing.logs();
    ASSERT_THAT(logs, SizeIs(6));
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(static_cast<int>(logs[static_cast<std::size_t>(i)].level), i + 1);
    }
    EXPECT_EQ(logs[1].target, "calls");
    EXPECT_THAT(logs[1].file, EndsWith("tests/cpp/tracing_c/calls.c"));
    EXPECT_EQ(logs[1].line, logs[0].line + 1);
    EXPECT_THAT(logs[1].properties, IsEmpty());
}

TEST(CCalls, BracesAreText) {
    const ScopedTracing tracing;
    log_braces();
    EXPECT_THAT(tracing.messages(), ElementsAre("{} of {x}", "100%"));
}

TEST(CCalls, AMessageOfAnyLengthArrivesWhole) {
    const ScopedTracing tracing;
    for (const std::size_t size : {0U, 511U, 512U, 513U, 100'000U}) {
        log_text(std::string(size, 'x').c_str());
        EXPECT_EQ(tracing.logs().back().message, std::string(size, 'x'));
    }
    EXPECT_EQ(tracing.logs().back().target, "net.http");
}

TEST(CCalls, OfALevelThatIsFilteredOutEvaluateNothing) {
    const ScopedTracing tracing{filter("info")};
    EXPECT_EQ(log_filtered_out(), 0);
    EXPECT_FALSE(debug_is_enabled());
    ASSERT_TRUE(mmc_set_filter("off,calls=debug", nullptr, 0));
    EXPECT_TRUE(debug_is_enabled());
    EXPECT_EQ(log_filtered_out(), 2);
    EXPECT_THAT(tracing.messages(), ElementsAre("not evaluated 1", "neither"));
}

TEST(CCalls, WithoutASinkDoNothing) {
    log_six_levels();
    const int evaluated = log_filtered_out();  // in other tests
    EXPECT_EQ(log_filtered_out(), evaluated);
    EXPECT_FALSE(debug_is_enabled());
}

TEST(CCalls, CarryProperties) {
    const ScopedTracing tracing;
    log_properties("cars");
    const auto logs = tracing.logs();
    ASSERT_THAT(logs, SizeIs(2));
    EXPECT_EQ(logs[0].message, "slow query 12 ms");
    EXPECT_THAT(logs[0].properties,
                ElementsAre(Property{"table", "cars"}, Property{"rows", "3"}, Property{"bytes", "18446744073709551615"},
                            Property{"ratio", "0.1"}, Property{"cached", "true"}, Property{"part", "abc"}));
    EXPECT_THAT(logs[0].types, ElementsAre(PropertyType::Text, PropertyType::Int, PropertyType::UInt,
                                           PropertyType::Double, PropertyType::Bool, PropertyType::Text));
    EXPECT_EQ(logs[1].message, "a literal");
    EXPECT_THAT(logs[1].properties, ElementsAre(Property{"low", "-1"}));
}

TEST(CCalls, APropertyOfAnUnknownTypeIsNamed) {
    const ScopedTracing tracing;
    log_unknown_type();
    EXPECT_THAT(tracing.logs().back().properties,
                ElementsAre(Property{"later", "(a type that this version of micromegas does not know)"}));
}

TEST(CCalls, OfOtherLanguagesHaveTheirOwnPlace) {
    const ScopedTracing tracing;
    log_at_run_time(3, "game.script", "a%s\0b", 5);
    log_at_run_time(0, "game.script", "", 0);
    log_at_run_time(99, "game.script", "", 0);
    const auto logs = tracing.logs();
    ASSERT_THAT(logs, SizeIs(3));
    EXPECT_EQ(logs[0].message, std::string("a%s\0b", 5));
    EXPECT_EQ(logs[0].target, "game.script");
    EXPECT_EQ(logs[0].file, "script.lua");
    EXPECT_EQ(logs[0].line, 7);
    EXPECT_THAT(logs[0].properties, ElementsAre(Property{"language", "lua"}));
    EXPECT_EQ(logs[0].level, Level::Warn);
    EXPECT_EQ(logs[1].level, Level::Fatal);
    EXPECT_EQ(logs[2].level, Level::Trace);
}

TEST(CCalls, LeaveErrnoAsItIs) {
    const ScopedTracing tracing;
    EXPECT_EQ(log_and_return_errno(), EDOM);
}

TEST(CCalls, MayStandInCpp) {
    const ScopedTracing tracing;
    const std::string text = "cars";
    MMC_INFO_PROPS(MMC_PROPS(MMC_P("table", text.c_str()), MMC_P("rows", 3U), MMC_P("ratio", 0.5F), MMC_P("on", false)),
                   "%s", text.c_str());
    MMC_WARN("a literal");
    if (text.empty())
        MMC_WARN("of an if without braces");
    else
        MMC_WARN("of an else");
    EXPECT_THAT(tracing.messages(), ElementsAre("cars", "a literal", "of an else"));
    EXPECT_THAT(tracing.logs()[0].properties, ElementsAre(Property{"table", "cars"}, Property{"rows", "3"},
                                                          Property{"ratio", "0.5"}, Property{"on", "false"}));
    EXPECT_EQ(tracing.logs()[0].target, "c_calls_test");
}

}  // namespace
}  // namespace micromegas::tracing
