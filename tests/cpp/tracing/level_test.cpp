#include <micromegas/tracing/parse_level.hpp>

#include <gmock/gmock.h>

namespace micromegas::tracing {
namespace {

TEST(Level, NamesParseInAnyCaseAndPrintInLowerCase) {
    EXPECT_EQ(parse_level("fatal"), Level::Fatal);
    EXPECT_EQ(parse_level("ERROR"), Level::Error);
    EXPECT_EQ(parse_level("Warn"), Level::Warn);
    EXPECT_EQ(parse_level("warning"), Level::Warn);
    EXPECT_EQ(parse_level("Info"), Level::Info);
    EXPECT_EQ(parse_level("dEbUg"), Level::Debug);
    EXPECT_EQ(parse_level("trace"), Level::Trace);
    EXPECT_EQ(to_string(Level::Warn), "warn");
}

TEST(Level, AnythingElseIsRefused) {
    for (const auto* name : {"", "off", "4", "warns", " info", "inf"}) {
        EXPECT_EQ(parse_level(name), std::nullopt) << name;
    }
}

TEST(LevelFilter, HasOffToo) {
    EXPECT_EQ(parse_level_filter("OFF"), LevelFilter::Off);
    EXPECT_EQ(parse_level_filter("trace"), LevelFilter::Trace);
    EXPECT_EQ(to_string(LevelFilter::Off), "off");
    EXPECT_FALSE(allows(LevelFilter::Off, Level::Fatal));
    EXPECT_TRUE(allows(LevelFilter::Warn, Level::Warn));
    EXPECT_FALSE(allows(LevelFilter::Warn, Level::Info));
}

}  // namespace
}  // namespace micromegas::tracing
