// The answer of the filter that each call site caches.
#include "recording_test.hpp"

#include <micromegas/tracing/macros.hpp>

#include <cstdint>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RecordingTest;

class CallSiteFilter : public RecordingTest {
protected:
    // Two call sites, used again and again.
    static void sql() { MM_LOG("engine::sql", Level::Debug, "sql"); }
    static void net() { MM_LOG("engine::net", Level::Debug, "net"); }

    std::vector<std::string> logged_by_both() {
        sink_->clear();
        sql();
        net();
        return sink_->messages();
    }
};

TEST_F(CallSiteFilter, AFilterThatChangesReachesSitesThatLoggedBefore) {
    EXPECT_THAT(logged_by_both(), ElementsAre("sql", "net"));
    ASSERT_EQ(set_filter("info,engine::sql=debug"), std::nullopt);
    EXPECT_THAT(logged_by_both(), ElementsAre("sql"));
    ASSERT_EQ(set_filter("info,engine=debug,engine::sql=info"), std::nullopt);
    EXPECT_THAT(logged_by_both(), ElementsAre("net"));
    ASSERT_EQ(set_filter("info"), std::nullopt);
    EXPECT_THAT(logged_by_both(), IsEmpty());
    set_max_level(LevelFilter::Trace);
    EXPECT_THAT(logged_by_both(), ElementsAre("sql", "net"));
}

TEST_F(CallSiteFilter, ABadStringDoesNot) {
    ASSERT_EQ(set_filter("info,engine::sql=debug"), std::nullopt);
    EXPECT_NE(set_filter("trace,engine::net=everything"), std::nullopt);
    EXPECT_THAT(logged_by_both(), ElementsAre("sql"));
}

TEST_F(CallSiteFilter, TheAnswerIsAskedForOncePerFilter) {
    const LogMetadata site{Level::Info, "text", "target", "module", "file.cpp", 1};
    EXPECT_EQ(site.filter_state.load(), 0U);
    EXPECT_TRUE(detail::passes_filter(site));
    const std::uint32_t cached = site.filter_state.load();
    EXPECT_EQ(cached >> detail::kFilterLevelBits, detail::g_filter_generation.load());
    EXPECT_EQ(static_cast<LevelFilter>(cached & detail::kFilterLevelMask), LevelFilter::Trace);

    // A cached answer that differs from the filter shows that the filter is not asked again.
    site.filter_state.store(detail::g_filter_generation.load() << detail::kFilterLevelBits);
    EXPECT_FALSE(detail::passes_filter(site));

    set_max_level(LevelFilter::Info);
    EXPECT_TRUE(detail::passes_filter(site));
    EXPECT_EQ(site.filter_state.load() >> detail::kFilterLevelBits, detail::g_filter_generation.load());
}

TEST_F(CallSiteFilter, AZeroedSiteIsOutOfDateAlsoWhenGenerationsWrap) {
    const std::uint32_t before = detail::g_filter_generation.load();
    const std::uint32_t last = ~std::uint32_t{0} >> detail::kFilterLevelBits;
    detail::g_filter_generation.store(last - 1);

    set_max_level(LevelFilter::Info);
    EXPECT_EQ(detail::g_filter_generation.load(), last);
    const LogMetadata site{Level::Info, "text", "target", "module", "file.cpp", 1};
    EXPECT_TRUE(detail::passes_filter(site));
    EXPECT_EQ(site.filter_state.load() >> detail::kFilterLevelBits, last);

    set_max_level(LevelFilter::Warn);
    EXPECT_EQ(detail::g_filter_generation.load(), 1U) << "0 belongs to sites that never asked";
    EXPECT_FALSE(detail::passes_filter(site));
    const LogMetadata fresh{Level::Warn, "text", "target", "module", "file.cpp", 1};
    EXPECT_TRUE(detail::passes_filter(fresh));

    detail::g_filter_generation.store(before);
    set_max_level(LevelFilter::Trace);
}

TEST_F(CallSiteFilter, MaxLevelIsTheGateOfAll) {
    ASSERT_EQ(set_filter("warn,engine::sql=debug"), std::nullopt);
    EXPECT_EQ(max_level(), LevelFilter::Debug);
    ASSERT_EQ(set_filter("warn,engine::sql=error"), std::nullopt);
    EXPECT_EQ(max_level(), LevelFilter::Warn);
    set_max_level(LevelFilter::Off);
    EXPECT_EQ(max_level(), LevelFilter::Off);
    EXPECT_THAT(logged_by_both(), IsEmpty());
}

TEST_F(CallSiteFilter, TheGateIsClosedOutsideOfInitAndShutdown) {
    dispatch::shutdown_dispatch();
    EXPECT_EQ(max_level(), LevelFilter::Off);
    set_max_level(LevelFilter::Debug);  // remembered, not yet open
    EXPECT_EQ(max_level(), LevelFilter::Off);
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink_));
    EXPECT_EQ(max_level(), LevelFilter::Debug);
}

TEST_F(CallSiteFilter, AFloorLetsEntriesPassThatTheFilterHoldsBack) {
    ASSERT_EQ(set_filter("off,engine::net=info"), std::nullopt);
    detail::set_filter_floor(LevelFilter::Debug);
    EXPECT_THAT(logged_by_both(), ElementsAre("sql", "net"));
    MM_TRACE("below the floor");
    EXPECT_EQ(sink_->messages().size(), 2U);
    EXPECT_EQ(current_filter().to_string(), "off,engine::net=info");
    ASSERT_EQ(set_filter("off"), std::nullopt);
    EXPECT_THAT(logged_by_both(), ElementsAre("sql", "net"));
    detail::set_filter_floor(LevelFilter::Off);
    EXPECT_THAT(logged_by_both(), IsEmpty());
    EXPECT_EQ(max_level(), LevelFilter::Off);
}

TEST_F(CallSiteFilter, TheDirectWaysAskItToo) {
    ASSERT_EQ(set_filter("warn,engine::sql=debug"), std::nullopt);
    static constinit LogMetadata quiet{Level::Info, "quiet", "engine::net", "", "", 0};
    static constinit LogMetadata loud{Level::Info, "loud", "engine::sql", "", "", 0};
    for (const LogMetadata* site : {&quiet, &loud}) {
        dispatch::log(*site, {});
        dispatch::log_tagged(*site, PropertySet{{"a", "1"}}, {});
        dispatch::log_interop(*site, "interop");
    }
    EXPECT_THAT(sink_->messages(), ElementsAre("loud", "loud", "interop"));
    EXPECT_FALSE(dispatch::log_enabled(quiet));
    EXPECT_TRUE(dispatch::log_enabled(loud));
}

}  // namespace
}  // namespace micromegas::tracing
