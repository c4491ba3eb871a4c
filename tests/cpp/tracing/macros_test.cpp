// The entries of the log macros.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <memory>
#include <string>
#include <type_traits>

#include <fmt/format.h>  // for user formatters

namespace shapes {

struct Point {
    int x;
    int y;
};

/// Refuses to be copied or moved, so that a macro can only refer to it.
struct Pinned {
    Pinned() = default;
    Pinned(const Pinned&) = delete;
    Pinned& operator=(const Pinned&) = delete;
    int value = 7;
};

}  // namespace shapes

template <>
struct fmt::formatter<shapes::Point> : fmt::formatter<int> {
    template <class Context>
    auto format(const shapes::Point& point, Context& context) const {
        context.advance_to(fmt::formatter<int>::format(point.x, context));
        *context.out() = ';';
        return fmt::formatter<int>::format(point.y, context);
    }
};

template <>
struct fmt::formatter<shapes::Pinned> : fmt::formatter<int> {
    template <class Context>
    auto format(const shapes::Pinned& pinned, Context& context) const {
        return fmt::formatter<int>::format(pinned.value, context);
    }
};

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using testing::RecordedLog;
using Macros = testing::RecordingTest;

constexpr const char* kHere = "micromegas::tracing";

TEST_F(Macros, EachLevelHasOne) {
    MM_FATAL("fatal {}", 1);
    MM_ERROR("error {}", 2);
    MM_WARN("warn {}", 3);
    MM_INFO("info {}", 4);
    MM_DEBUG("debug {}", 5);
    MM_TRACE("trace {}", 6);
    const auto logs = sink_->logs();
    ASSERT_EQ(logs.size(), 6U);
    for (std::size_t i = 0; i < logs.size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(logs[i].level), i + 1);
        EXPECT_EQ(logs[i].message, std::string{to_string(logs[i].level)} + " " + std::to_string(i + 1));
        EXPECT_EQ(logs[i].target, kHere);
        EXPECT_THAT(logs[i].properties, IsEmpty());
    }
}

TEST_F(Macros, EachLevelHasOneWithProperties) {
    const PropertySet props{{"user", "ann"}, {"table", "airports"}};
    MM_FATAL_PROPS(props, "fatal {}", 1);
    MM_ERROR_PROPS(props, "error {}", 2);
    MM_WARN_PROPS(props, "warn {}", 3);
    MM_INFO_PROPS(props, "info {}", 4);
    MM_DEBUG_PROPS(props, "debug {}", 5);
    MM_TRACE_PROPS(props, "trace");
    const auto logs = sink_->logs();
    ASSERT_EQ(logs.size(), 6U);
    for (std::size_t i = 0; i < logs.size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(logs[i].level), i + 1);
        EXPECT_EQ(logs[i].target, kHere);
        EXPECT_THAT(logs[i].properties, ElementsAre(Property{"table", "airports"}, Property{"user", "ann"}));
    }
    EXPECT_EQ(logs[4].message, "debug 5");
    EXPECT_EQ(logs[5].message, "trace");
}

TEST_F(Macros, ATemporaryPropertySetLivesLongEnough) {
    MM_INFO_PROPS((PropertySet{{"a", "1"}}), "text");
    EXPECT_THAT(last().properties, ElementsAre(Property{"a", "1"}));
}

TEST_F(Macros, NulsInALiteralArriveWhole) {
    using namespace std::string_view_literals;
    MM_INFO("a\0b");
    EXPECT_EQ(last().message, "a\0b"sv);
    MM_INFO("{}\0{}", 1, 2);
    EXPECT_EQ(last().message, "1\0002"sv);
    MM_INFO_PROPS((PropertySet{{"a", "1"}}), "\0{}", 3);
    EXPECT_EQ(last().message, "\0003"sv);
    MM_INFO("\0");
    EXPECT_EQ(last().message, "\0"sv);
}

TEST_F(Macros, AFormatMayBeAnyConstant) {
    static constexpr std::string_view kView = "view {}";
    static constexpr const char* kPointer = "pointer {}";
    static constexpr char kArray[] = "array {}";
    MM_INFO(kView, 1);
    EXPECT_EQ(last().message, "view 1");
    MM_INFO(kPointer, 2);
    EXPECT_EQ(last().message, "pointer 2");
    MM_INFO(kArray, 3);
    EXPECT_EQ(last().message, "array 3");
}

TEST_F(Macros, AnExplicitTargetLeavesTheModulePath) {
    const int line = __LINE__ + 1;
    MM_LOG("net.http", Level::Warn, "retry {}", 3);
    const RecordedLog log = last();
    EXPECT_EQ(log.target, "net.http");
    EXPECT_EQ(log.module_path, kHere);
    EXPECT_EQ(log.level, Level::Warn);
    EXPECT_EQ(log.message, "retry 3");
    EXPECT_THAT(log.file, EndsWith("macros_test.cpp"));
    EXPECT_EQ(log.line, static_cast<std::uint32_t>(line));
    EXPECT_EQ(log.file, __FILE__);
}

TEST_F(Macros, TargetAndLevelMayBeAnyConstants) {
    static constexpr std::string_view kTarget = "a.constant";
    constexpr Level kLevel = Level::Error;
    MM_LOG(kTarget, kLevel, "text");
    EXPECT_EQ(last().target, "a.constant");
    EXPECT_EQ(last().level, Level::Error);
    MM_LOG_PROPS(kTarget, (true ? Level::Debug : Level::Info), PropertySet{}, "text {}", 1);
    EXPECT_EQ(last().level, Level::Debug);
}

TEST_F(Macros, BracesAreEscapedByDoublingThem) {
    MM_INFO("{{}}");
    MM_INFO("{{{}}}", 1);
    MM_INFO("}}{{");
    EXPECT_THAT(sink_->messages(), ElementsAre("{}", "{1}", "}{"));
}

TEST_F(Macros, FormatSpecificationsOfFmtWork) {
    const std::string word = "abc";
    MM_INFO("{1:>5}|{0:03d}|{2:.2f}|{3:#x}|{4}|{5}|{6}", 7, word, 1.005, 255, true, 'c', std::string_view{"view"});
    EXPECT_EQ(last().message, "  abc|007|1.00|0xff|true|c|view");
    MM_INFO("{:{}}|", "x", 4);
    EXPECT_EQ(last().message, "x   |");
    MM_INFO("{} {}", static_cast<const void*>(nullptr), nullptr);
    EXPECT_EQ(last().message, "0x0 0x0");
    MM_INFO("{} {}", std::uint64_t{18446744073709551615U}, std::int64_t{-9223372036854775807});
    EXPECT_EQ(last().message, "18446744073709551615 -9223372036854775807");
}

TEST_F(Macros, TextIsUtf8AsItIs) {
    MM_INFO("gr\u00fc\u00df dich, \u4e16\u754c \U0001F600");
    MM_INFO("{} {}", "sch\u00f6n", std::string{"a\0b", 3});
    using namespace std::string_literals;
    EXPECT_THAT(sink_->messages(), ElementsAre("gr\xc3\xbc\xc3\x9f dich, \xe4\xb8\x96\xe7\x95\x8c \xf0\x9f\x98\x80",
                                               "sch\xc3\xb6n a\0b"s));
}

TEST_F(Macros, LongMessagesArriveWhole) {
    const std::string megabyte(std::size_t{1} << 20, 'x');
    MM_INFO("<{}>", megabyte);
    EXPECT_EQ(last().message, "<" + megabyte + ">");
}

TEST_F(Macros, UserTypesWithAFormatter) {
    MM_INFO("at {} and {:02}", shapes::Point{1, 2}, shapes::Point{3, 4});
    EXPECT_EQ(last().message, "at 1;2 and 03;04");
}

TEST_F(Macros, ArgumentsAreTakenByReference) {
    const shapes::Pinned pinned;
    MM_INFO("{}", pinned);
    const auto owned = std::make_unique<int>(5);
    MM_INFO("{}", *owned);
    shapes::Pinned changeable;
    changeable.value = 9;
    MM_INFO_PROPS(PropertySet{}, "{}", changeable);
    EXPECT_THAT(sink_->messages(), ElementsAre("7", "5", "9"));
}

TEST_F(Macros, ArgumentsAreEvaluatedOnceAndInsideTheCallersScope) {
    int calls = 0;
    MM_INFO("{}", ++calls);
    MM_INFO_PROPS((PropertySet{{"calls", std::to_string(++calls)}}), "{}", calls);
    EXPECT_EQ(calls, 2);
    EXPECT_THAT(last().properties, ElementsAre(Property{"calls", "2"}));
    const auto in_lambda = [calls, this] { MM_INFO("{} {}", calls, count()); };
    in_lambda();
    EXPECT_EQ(last().message, "2 2");
}

TEST_F(Macros, AnArgumentMayLogItself) {
    const auto inner = [] {
        MM_WARN("inner");
        return 1;
    };
    MM_INFO("outer {}", inner());
    EXPECT_THAT(sink_->messages(), ElementsAre("inner", "outer 1"));
    MM_INFO("outer {}", [] {
        MM_INFO("in the macro's own argument {}", 2);
        return 3;
    }());
    EXPECT_THAT(sink_->messages(), ElementsAre("inner", "outer 1", "in the macro's own argument 2", "outer 3"));
}

TEST_F(Macros, AreOneStatement) {
    for (const bool yes : {true, false}) {
        if (yes)
            MM_INFO("if");
        else
            MM_INFO("else");
    }
    if (count() == 2) MM_INFO_PROPS(PropertySet{}, "only if");
    for (int i = 0; i < 2; ++i) MM_LOG("loop", Level::Info, "{}", i);
    switch (count()) {
        case 5:
            MM_INFO("case");
            break;
        default:
            MM_INFO("default");
    }
    EXPECT_THAT(sink_->messages(), ElementsAre("if", "else", "only if", "0", "1", "case"));
    static_cast<void>([] { return MM_LOG_ENABLED(Level::Info) ? 1 : 2; }());
}

TEST_F(Macros, SeveralMayStandOnOneLine) {
    // clang-format off
    MM_INFO("a"); MM_INFO("b"); { MM_INFO("c"); }
    // clang-format on
    const auto logs = sink_->logs();
    ASSERT_EQ(logs.size(), 3U);
    EXPECT_EQ(logs[0].line, logs[2].line);
    EXPECT_THAT(sink_->messages(), ElementsAre("a", "b", "c"));
}

/// Each instantiation has its own copy of the call site, with its types.
template <class T>
void log_of_type(T value) {
    MM_INFO("{}", value);
}

TEST_F(Macros, WorkInTemplates) {
    log_of_type(1);
    log_of_type(std::string{"two"});
    log_of_type(3.5);
    EXPECT_THAT(sink_->messages(), ElementsAre("1", "two", "3.5"));
}

TEST_F(Macros, LogEnabledIsAnExpression) {
    ASSERT_EQ(set_filter("info,micromegas::tracing=debug,other=trace"), std::nullopt);
    EXPECT_TRUE(MM_LOG_ENABLED(Level::Debug));
    EXPECT_FALSE(MM_LOG_ENABLED(Level::Trace)) << "the gate is open for trace, this target is not";
    set_max_level(LevelFilter::Trace);
    bool answer = false;
    if (MM_LOG_ENABLED(Level::Trace)) answer = true;
    EXPECT_TRUE(answer);
    const bool both = !MM_LOG_ENABLED(Level::Info) || MM_LOG_ENABLED(Level::Fatal);
    EXPECT_TRUE(both);
    static_assert(std::is_same_v<decltype(MM_LOG_ENABLED(Level::Info)), bool>);
    dispatch::shutdown_dispatch();
    EXPECT_FALSE(MM_LOG_ENABLED(Level::Fatal));
}

// Outside of functions too.
const bool g_enabled_before_init = MM_LOG_ENABLED(Level::Fatal);
struct WithDefault {
    bool enabled = MM_LOG_ENABLED(Level::Fatal);
};
bool default_argument(bool enabled = MM_LOG_ENABLED(Level::Fatal)) { return enabled; }

TEST_F(Macros, LogEnabledWorksInInitialisers) {
    EXPECT_FALSE(g_enabled_before_init);
    EXPECT_TRUE(WithDefault{}.enabled);
    EXPECT_TRUE(default_argument());
}

TEST_F(Macros, ASinkThatWantsNothingMakesLogEnabledFalse) {
    dispatch::shutdown_dispatch();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, std::make_shared<NullEventSink>()));
    EXPECT_FALSE(MM_LOG_ENABLED(Level::Fatal));
}

}  // namespace
}  // namespace micromegas::tracing
