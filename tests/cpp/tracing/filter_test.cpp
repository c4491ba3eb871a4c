#include <micromegas/tracing/filter.hpp>

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <variant>

namespace micromegas::tracing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Filter parse(std::string_view text) {
    auto parsed = Filter::parse(text);
    if (const auto* error = std::get_if<FilterError>(&parsed)) {
        ADD_FAILURE() << '"' << text << "\" was refused: " << error->message;
        return Filter{LevelFilter::Off};
    }
    return *std::get_if<Filter>(&parsed);
}

/// The error's message, or "" if the text was accepted.
std::string refusal(std::string_view text) {
    const auto parsed = Filter::parse(text);
    const auto* error = std::get_if<FilterError>(&parsed);
    return error != nullptr ? error->message : "";
}

TEST(Filter, OneLevelIsForEveryTarget) {
    EXPECT_EQ(parse("info").level_for("anything"), LevelFilter::Info);
    EXPECT_EQ(parse("off").level_for("anything"), LevelFilter::Off);
    EXPECT_EQ(parse("warning").level_for(""), LevelFilter::Warn);
    EXPECT_EQ(Filter{}.level_for("anything"), LevelFilter::Trace);
    EXPECT_EQ(Filter{LevelFilter::Error}.level_for("anything"), LevelFilter::Error);
}

TEST(Filter, CaseOfLevelsAndSpacesDoNotMatter) {
    const Filter filter = parse(" \tINFO , engine::sql\t= Debug ,net.http =WARNING\r\n");
    EXPECT_EQ(filter.level_for("other"), LevelFilter::Info);
    EXPECT_EQ(filter.level_for("engine::sql"), LevelFilter::Debug);
    EXPECT_EQ(filter.level_for("net.http"), LevelFilter::Warn);
}

TEST(Filter, TheDefaultMayStandAnywhere) {
    for (const auto* text : {"warn,a=debug,b=off", "a=debug,warn,b=off", "b=off,a=debug,warn"}) {
        const Filter filter = parse(text);
        EXPECT_EQ(filter.level_for("a"), LevelFilter::Debug) << text;
        EXPECT_EQ(filter.level_for("b"), LevelFilter::Off) << text;
        EXPECT_EQ(filter.level_for("c"), LevelFilter::Warn) << text;
    }
}

TEST(Filter, OfTwoProblemsTheFirstIsReported) {
    EXPECT_THAT(refusal("info,a=warn,a=debug,b=loud"), HasSubstr("filter entry 3 \"a=debug\""));
    EXPECT_THAT(refusal("info,a=warn,b=loud,a=debug"), HasSubstr("filter entry 3 \"b=loud\""));
    EXPECT_THAT(refusal("b=warn,a=warn,b=off,a=off"), HasSubstr("filter entry 3 \"b=off\""));
}

/// A parser that compares each target with all before it does not finish this within the test's time limit.
TEST(Filter, TakesManyTargets) {
    constexpr int kTargets = 500'000;
    std::string text = "info";
    for (int i = 0; i < kTargets; ++i) {
        text.append(",t").append(std::to_string(i)).append("=warn");
    }
    const Filter filter = parse(text);
    EXPECT_EQ(filter.level_for("t499999"), LevelFilter::Warn);
    EXPECT_EQ(filter.level_for("t500000"), LevelFilter::Info);
    EXPECT_THAT(refusal(text + ",t7=off"), HasSubstr("is the second one for target \"t7\""));
}

TEST(Filter, TargetsKeepTheirCase) {
    const Filter filter = parse("info,Engine=trace");
    EXPECT_EQ(filter.level_for("Engine"), LevelFilter::Trace);
    EXPECT_EQ(filter.level_for("engine"), LevelFilter::Info);
}

TEST(Filter, APrefixEndsAtABoundary) {
    const Filter filter = parse("info,engine=debug");
    for (const auto* target : {"engine", "engine::sql", "engine.sql", "engine/sql", "engine::sql::parser"}) {
        EXPECT_EQ(filter.level_for(target), LevelFilter::Debug) << target;
    }
    for (const auto* target :
         {"engines", "engine_sql", "engine:sql", "engine-sql", "Engine", "my::engine", "engin", ""}) {
        EXPECT_EQ(filter.level_for(target), LevelFilter::Info) << target;
    }
}

TEST(Filter, TheLongestMatchingPrefixWinsInAnyOrder) {
    for (const auto* text : {"off,a=error,a::b=warn,a::b::c=info", "a::b::c=info,a=error,off,a::b=warn",
                             "a::b=warn,a::b::c=info,a=error,off"}) {
        const Filter filter = parse(text);
        EXPECT_EQ(filter.level_for("a"), LevelFilter::Error) << text;
        EXPECT_EQ(filter.level_for("a::x"), LevelFilter::Error) << text;
        EXPECT_EQ(filter.level_for("a::b"), LevelFilter::Warn) << text;
        EXPECT_EQ(filter.level_for("a::b::x"), LevelFilter::Warn) << text;
        EXPECT_EQ(filter.level_for("a::b::c::d"), LevelFilter::Info) << text;
        EXPECT_EQ(filter.level_for("a::b::cd"), LevelFilter::Warn) << text;
        EXPECT_EQ(filter.level_for("x"), LevelFilter::Off) << text;
    }
}

TEST(Filter, ALongerPrefixMayAlsoSilence) {
    const Filter filter = parse("trace,engine=debug,engine::noise=off");
    EXPECT_EQ(filter.level_for("engine::noise"), LevelFilter::Off);
    EXPECT_EQ(filter.level_for("engine::noise::deep"), LevelFilter::Off);
    EXPECT_EQ(filter.level_for("engine::noises"), LevelFilter::Debug);
}

TEST(Filter, MaxLevelIsThatOfTheMostVerboseEntry) {
    EXPECT_EQ(parse("off").max_level(), LevelFilter::Off);
    EXPECT_EQ(parse("warn,a=debug,b=error").max_level(), LevelFilter::Debug);
    EXPECT_EQ(parse("trace,a=off").max_level(), LevelFilter::Trace);
}

TEST(Filter, ItsTextParsesToTheSameFilter) {
    EXPECT_EQ(parse("info").to_string(), "info");
    EXPECT_EQ(parse(" engine::sql = DEBUG , Warning ").to_string(), "warn,engine::sql=debug");
    EXPECT_EQ(Filter{}.to_string(), "trace");
    const std::string text = parse("b=off,trace,a::long=error,a=fatal,c.d/e=info").to_string();
    EXPECT_EQ(parse(text).to_string(), text);
    for (const auto* target : {"a", "b", "a::long", "c.d/e", "other"}) {
        EXPECT_EQ(parse(text).level_for(target),
                  parse("b=off,trace,a::long=error,a=fatal,c.d/e=info").level_for(target));
    }
}

TEST(Filter, AnUnknownLevelNamesEntryPlaceAndAllowedLevels) {
    EXPECT_EQ(refusal("chatty"),
              "filter entry 1 \"chatty\": \"chatty\" is not a level; allowed are "
              "off, fatal, error, warn, info, debug, trace");
    EXPECT_EQ(refusal("info, a=debug , engine::sql = loud,b=warn"),
              "filter entry 3 \"engine::sql = loud\": \"loud\" is not a level; allowed are "
              "off, fatal, error, warn, info, debug, trace");
}

TEST(Filter, EveryOtherRefusalToo) {
    struct Case {
        std::string_view text;
        std::string place;
        std::string problem;
        std::string allowed;
    };
    const Case cases[] = {
        {"", "entry 1 \"\"", "is empty", "level or target=level"},
        {"   ", "entry 1 \"\"", "is empty", "level or target=level"},
        {"info,", "entry 2 \"\"", "is empty", "level or target=level"},
        {",info", "entry 1 \"\"", "is empty", "level or target=level"},
        {"info,,a=warn", "entry 2 \"\"", "is empty", "level or target=level"},
        {"info,=debug", "entry 2 \"=debug\"", "names no target", "level or target=level"},
        {"info, = debug", "entry 2 \"= debug\"", "names no target", "level or target=level"},
        {"info,a=", "entry 2 \"a=\"", "\"\" is not a level", "off, fatal, error, warn, info, debug, trace"},
        {"info,a=b=debug", "entry 2 \"a=b=debug\"", "\"b=debug\" is not a level", "off, fatal, error"},
        {"info,a", "entry 2 \"a\"", "\"a\" is not a level", "off, fatal, error, warn, info, debug, trace"},
        {"info debug", "entry 1 \"info debug\"", "\"info debug\" is not a level", "off, fatal"},
        {"info,warn", "entry 2 \"warn\"", "second default level", "only one is allowed"},
        {"info,a=warn,b=off, a = debug", "entry 4 \"a = debug\"", "second one for target \"a\"", "only one is allowed"},
        {"info,engine::=debug", "entry 2 \"engine::=debug\"", "an empty part in the target \"engine::\"",
         "write \"engine\""},
        {"info,::engine=debug", "entry 2 \"::engine=debug\"", "an empty part", "write \"engine\""},
        {"info,net.=off", "entry 2 \"net.=off\"", "an empty part", "write \"net\""},
        {"info,net/=off", "entry 2 \"net/=off\"", "an empty part", "write \"net\""},
        {"info,a::::b..c=off", "entry 2 \"a::::b..c=off\"", "an empty part", "write \"a::b.c\""},
        {"info,::=debug", "entry 2 \"::=debug\"", "names no target", "level or target=level"},
        {"info,my engine=debug", "entry 2 \"my engine=debug\"", "white space in the target \"my engine\"",
         "without any"},
        {"info,engine :: sql=debug", "entry 2", "white space in the target", "without any"},
        {"info;shop=debug", "entry 1 \"info;shop=debug\"", "has a \";\"", "separated by commas"},
        {"info,a=debug;b", "entry 2 \"a=debug;b\"", "has a \";\"", "separated by commas"},
        {"info;", "entry 1 \"info;\"", "has a \";\"", "separated by commas"},
        {"a=debug", "\"a=debug\"", "no default level", "\"info,a=debug\""},
    };
    for (const Case& c : cases) {
        EXPECT_THAT(refusal(c.text), AllOf(HasSubstr(c.place), HasSubstr(c.problem), HasSubstr(c.allowed))) << c.text;
    }
}

TEST(Filter, EveryPrefixOfAFilterIsEitherReadOrRefused) {
    const std::string_view text = "warn , engine::sql=debug,net.http = trace,a=off";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        const auto parsed = Filter::parse(text.substr(0, size));
        if (const auto* error = std::get_if<FilterError>(&parsed)) {
            EXPECT_FALSE(error->message.empty()) << size;
        } else {
            EXPECT_EQ(std::get_if<Filter>(&parsed)->level_for("other"), LevelFilter::Warn) << size;
        }
    }
}

TEST(Filter, NulsAndUnicodeInATargetAreTextLikeAnyOther) {
    using namespace std::string_view_literals;
    EXPECT_EQ(parse("info,sch\xc3\xb6n=debug").level_for("sch\xc3\xb6n::x"), LevelFilter::Debug);
    EXPECT_EQ(parse("info,a\0b=debug"sv).level_for("a\0b"sv), LevelFilter::Debug);
    EXPECT_EQ(parse("info,a\0b=debug"sv).level_for("a"), LevelFilter::Info);
}

class ProcessFilterTest : public ::testing::Test {
protected:
    void TearDown() override { set_max_level(LevelFilter::Trace); }
};

TEST_F(ProcessFilterTest, ABadStringChangesNothing) {
    ASSERT_EQ(set_filter("warn,engine=debug"), std::nullopt);
    const std::uint32_t generation = detail::g_filter_generation.load();
    const auto error = set_filter("info,engine=loud");
    ASSERT_NE(error, std::nullopt);
    EXPECT_THAT(error->message, HasSubstr("loud"));
    EXPECT_EQ(current_filter().to_string(), "warn,engine=debug");
    EXPECT_EQ(detail::g_filter_generation.load(), generation);
}

TEST_F(ProcessFilterTest, SettingOneIsRemembered) {
    set_max_level(LevelFilter::Error);
    EXPECT_TRUE(filter_was_set());
    EXPECT_EQ(current_filter().to_string(), "error");
    set_filter(parse("info,a=off"));
    EXPECT_EQ(current_filter().to_string(), "info,a=off");
}

}  // namespace

}  // namespace micromegas::tracing
