// An entry at fatal has the stack of its call.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>

namespace micromegas::tracing {

// Not in an unnamed namespace: the program exports its name. The call is not the last thing that it does, or it would
// be a jump, after which nothing is left of the function.
[[gnu::noinline]] void fail_at_a_known_place(void (*log)()) {
    log();
    asm volatile("" ::: "memory");
}

namespace {

void (*volatile const g_fail_at_a_known_place)(void (*)()) = fail_at_a_known_place;  // no clone of it without a name

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string stack_of(const testing::RecordedLog& log) {
    for (const Property& property : log.properties) {
        if (property.name == "stack") {
            return property.value;
        }
    }
    return "(none)";
}

class FatalStack : public ::testing::Test {
protected:
    /// The entries of each way to log at fatal.
    static void log_in_each_way() {
        static const PropertySet set{{"table", "cars"}};
        g_fail_at_a_known_place([] { MM_FATAL("literal"); });
        g_fail_at_a_known_place([] { MM_FATAL("{} and {}", 1, "text"); });
        g_fail_at_a_known_place([] { MM_FATAL_PROPS(set, "{}", 1); });
        g_fail_at_a_known_place([] { MM_FATAL("{}", 1, MM_P("n", 2)); });
        g_fail_at_a_known_place([] { MM_FATAL_LIMITED(every(1), "{}", 1); });
        g_fail_at_a_known_place([] { log(Level::Fatal, "net", "at run time"); });
    }
    static constexpr std::size_t kWays = 6;
};

TEST_F(FatalStack, BeginsAtTheCallInEachWayToLog) {
    const testing::ScopedTracing recorded;
    log_in_each_way();
    const auto logs = recorded.logs();
    ASSERT_EQ(logs.size(), kWays);
    for (const auto& log : logs) {
        const std::string stack = stack_of(log);
        // Behind `log`, the lambda and what calls it, which may have been inlined.
        const std::size_t place = stack.find("fail_at_a_known_place");
        ASSERT_NE(place, std::string::npos) << log.message << "\n" << stack;
        EXPECT_LE(std::ranges::count(stack.substr(0, place), '\n'), 3) << stack;
        EXPECT_EQ(stack.find("tracing::dispatch"), std::string::npos) << stack;
    }
}

TEST_F(FatalStack, IsInBlocksToo) {
    const testing::ScopedRecording recording;
    log_in_each_way();
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), kWays);
    for (const auto& log : logs) {
        EXPECT_THAT(stack_of(log), HasSubstr("fail_at_a_known_place")) << log.message;
    }
    EXPECT_EQ(logs[0].message, "literal");
    EXPECT_EQ(logs[1].message, "1 and text");
    EXPECT_THAT(logs[2].properties, ElementsAre(Property{"table", "cars"}, Property{"stack", stack_of(logs[2])}));
}

TEST_F(FatalStack, IsOfNoOtherLevelAndNotInPlaceOfTheEntrysOwn) {
    const testing::ScopedTracing recorded;
    MM_ERROR("error");
    MM_FATAL("own", MM_P("Stack", "mine"));
    const auto logs = recorded.logs();
    ASSERT_EQ(logs.size(), 2U);
    EXPECT_THAT(logs[0].properties, IsEmpty());
    EXPECT_THAT(logs[1].properties, ElementsAre(Property{"Stack", "mine"}));
}

TEST_F(FatalStack, CanBeSwitchedOff) {
    const auto sink = std::make_shared<InMemorySink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({.fatal_stacks = false}, sink));
    MM_FATAL("the end of {}", 1);
    dispatch::shutdown_dispatch();
    const auto logs = testing::read_logs(*sink);
    ASSERT_EQ(logs.size(), 1U);
    EXPECT_THAT(logs[0].properties, IsEmpty());
}

TEST_F(FatalStack, IsNotTakenForAnEntryThatIsFilteredOut) {
    const testing::ScopedTracing recorded{Filter{LevelFilter::Off}};
    MM_FATAL("nobody hears it");
    EXPECT_THAT(recorded.logs(), IsEmpty());
}

}  // namespace
}  // namespace micromegas::tracing
