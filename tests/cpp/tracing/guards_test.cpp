#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using testing::RecordingSink;

class Guards : public ::testing::Test {
protected:
    void SetUp() override { set_max_level(LevelFilter::Trace); }
    void TearDown() override {
        EXPECT_EQ(dispatch::get_sink(), nullptr) << "a guard was left over";
        dispatch::shutdown_dispatch();
    }
    const std::shared_ptr<RecordingSink> sink_ = std::make_shared<RecordingSink>();
};

TEST_F(Guards, InitialiseAndShutDown) {
    {
        const TracingSystemGuard guard{{}, sink_};
        EXPECT_FALSE(guard.error());
        EXPECT_EQ(dispatch::get_sink(), sink_);
        MM_INFO("inside");
    }
    MM_INFO("outside");
    EXPECT_EQ(dispatch::get_sink(), nullptr);
    EXPECT_EQ(sink_->shutdowns(), 1);
    EXPECT_THAT(sink_->messages(), ElementsAre("inside"));
}

TEST_F(Guards, ASecondOneIsInert) {
    const TracingSystemGuard first{{}, sink_};
    {
        const auto other = std::make_shared<RecordingSink>();
        const TracingSystemGuard second{{}, other};
        EXPECT_EQ(second.error(), InitError::AlreadyInitialised);
        EXPECT_EQ(other->startups(), 0);
    }
    EXPECT_EQ(sink_->shutdowns(), 0);
    MM_INFO("still there");
    EXPECT_THAT(sink_->messages(), ElementsAre("still there"));
}

TEST_F(Guards, OneThatFailedLeavesNothingBehind) {
    {
        const TracingSystemGuard missing{{}, nullptr};
        EXPECT_EQ(missing.error(), InitError::MissingSink);
        const TracingSystemGuard reserved{{.process_properties = {{"micromegas.x", "1"}}}, sink_};
        EXPECT_EQ(reserved.error(), InitError::ReservedProperty);
    }
    EXPECT_EQ(sink_->startups(), 0);
    const TracingSystemGuard guard{{}, sink_};
    EXPECT_FALSE(guard.error());
}

TEST_F(Guards, AMoveHandsOverTheDuty) {
    std::optional<TracingSystemGuard> outer;
    {
        TracingSystemGuard inner{{}, sink_};
        outer.emplace(std::move(inner));
        EXPECT_FALSE(outer->error());
    }
    EXPECT_EQ(sink_->shutdowns(), 0);
    outer.reset();
    EXPECT_EQ(sink_->shutdowns(), 1);
}

TEST_F(Guards, MoveAssignmentFirstEndsTheTargetsSession) {
    const auto other = std::make_shared<RecordingSink>();
    {
        TracingSystemGuard guard{{}, sink_};
        TracingSystemGuard inert{{}, other};
        guard = std::move(inert);
        EXPECT_EQ(sink_->shutdowns(), 1);
        EXPECT_EQ(guard.error(), InitError::AlreadyInitialised);
        EXPECT_EQ(dispatch::get_sink(), nullptr);

        guard = TracingSystemGuard{{}, other};
        EXPECT_FALSE(guard.error());
        auto& same = guard;
        guard = std::move(same);
        EXPECT_EQ(other->shutdowns(), 0);
        MM_INFO("to the other");
    }
    EXPECT_EQ(other->shutdowns(), 1);
    EXPECT_THAT(other->messages(), ElementsAre("to the other"));
}

TEST_F(Guards, OneThatOutlivesItsDispatchLeavesTheNextAlone) {
    const auto next = std::make_shared<RecordingSink>();
    {
        const TracingSystemGuard guard{{}, sink_};
        dispatch::shutdown_dispatch();
        ASSERT_FALSE(dispatch::init_event_dispatch({}, next));
    }
    EXPECT_EQ(sink_->shutdowns(), 1);
    EXPECT_EQ(next->shutdowns(), 0);
    EXPECT_EQ(dispatch::get_sink(), next);
    dispatch::shutdown_dispatch();
}

TEST_F(Guards, ThreadGuardsAreHarmlessAnywhere) {
    const TracingThreadGuard before;
    const TracingSystemGuard system{{}, sink_};
    const TracingThreadGuard guard;
    const TracingThreadGuard twice;
    MM_INFO("logged");
    EXPECT_EQ(sink_->messages().size(), 1U);
}

static_assert(!std::is_copy_constructible_v<TracingSystemGuard> && !std::is_copy_assignable_v<TracingSystemGuard>);
static_assert(std::is_nothrow_move_constructible_v<TracingSystemGuard>);
static_assert(!std::is_move_constructible_v<TracingThreadGuard>);

}  // namespace
}  // namespace micromegas::tracing
