// The context of entries that a sink gets at once. native/context_records_test.cpp: of those that are recorded.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/context.hpp>

#include <memory>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ContextAtOnce : public testing::RecordingTest {
protected:
    /// "name=value" of each property of the last entry.
    [[nodiscard]] std::vector<std::string> properties() const {
        std::vector<std::string> list;
        for (const Property& property : last().properties) {
            list.push_back(property.name + "=" + property.value);
        }
        return list;
    }
};

TEST_F(ContextAtOnce, EntriesOfEachKindHaveIt) {
    const ContextGuard context{{{"request", "7"}}};
    MM_INFO("literal");
    EXPECT_THAT(properties(), ElementsAre("request=7"));
    MM_INFO("deferred {}", 1);
    EXPECT_THAT(properties(), ElementsAre("request=7"));
    MM_INFO_PROPS((PropertySet{{"table", "t"}}), "tagged {}", 1);
    EXPECT_THAT(properties(), ElementsAre("table=t", "request=7"));
    dispatch::log_interop({Level::Info, "", "script", "", "a.js", 1, MetadataLifetime::Transient}, "interop");
    EXPECT_THAT(properties(), ElementsAre("request=7"));
}

TEST_F(ContextAtOnce, LastsAsLongAsItsGuard) {
    {
        const ContextGuard outer{{{"a", "outer"}}};
        {
            const ContextGuard inner{{{"b", "inner"}}};
            MM_INFO("inside");
            EXPECT_THAT(properties(), ElementsAre("a=outer", "b=inner"));
        }
        MM_INFO("between");
        EXPECT_THAT(properties(), ElementsAre("a=outer"));
    }
    MM_INFO("outside");
    EXPECT_THAT(properties(), IsEmpty());
}

TEST_F(ContextAtOnce, TheNearestOfANameCountsInWhateverCase) {
    const ProcessContextGuard process{{{"who", "process"}, {"where", "process"}, {"when", "process"}, {"p", "1"}}};
    const ContextGuard outer{{{"Who", "outer"}, {"wherE", "outer"}, {"o", "2"}}};
    const ContextGuard inner{{{"WHO", "inner"}, {"i", "3"}}};
    MM_INFO_PROPS((PropertySet{{"wHo", "entry"}}), "tagged");
    EXPECT_THAT(properties(), ElementsAre("wHo=entry", "i=3", "o=2", "wherE=outer", "p=1", "when=process"));
    MM_INFO("plain");
    EXPECT_THAT(properties(), ElementsAre("WHO=inner", "i=3", "o=2", "wherE=outer", "p=1", "when=process"));
}

TEST_F(ContextAtOnce, GuardsOfTheProcessEndInAnyOrder) {
    auto first = std::make_unique<ProcessContextGuard>(PropertySet{{"scene", "first"}, {"a", "1"}});
    auto second = std::make_unique<ProcessContextGuard>(PropertySet{{"Scene", "second"}});
    MM_INFO("both");
    EXPECT_THAT(properties(), ElementsAre("Scene=second", "a=1"));
    first.reset();
    MM_INFO("the later one");
    EXPECT_THAT(properties(), ElementsAre("Scene=second"));
    second.reset();
    MM_INFO("none");
    EXPECT_THAT(properties(), IsEmpty());
}

TEST_F(ContextAtOnce, IsThatOfTheProgramAndNotOfASession) {
    const ContextGuard context{{{"request", "7"}}};
    dispatch::shutdown_dispatch();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink_));
    MM_INFO("later");
    EXPECT_THAT(properties(), ElementsAre("request=7"));
}

}  // namespace
}  // namespace micromegas::tracing
