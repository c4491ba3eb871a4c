// `init_telemetry` on both platforms.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace micromegas::telemetry_sink {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using tracing::Filter;
using tracing::Level;
using tracing::LevelFilter;
using tracing::testing::RecordingSink;

class InitTelemetry : public ::testing::Test {
protected:
    void TearDown() override {
        EXPECT_EQ(tracing::dispatch::get_sink(), nullptr) << "a guard was left over";
        tracing::dispatch::shutdown_dispatch();
        tracing::set_max_level(LevelFilter::Trace);
    }

    /// A filter that keeps the terminal and the console of the tests clean, and `sink` beside the platform's.
    [[nodiscard]] TelemetryOptions options(LevelFilter level = LevelFilter::Fatal) const {
        return {.filter = Filter{level}, .default_process_properties = false, .sinks = {sink_}};
    }

    const std::shared_ptr<RecordingSink> sink_ = std::make_shared<RecordingSink>();
};

TEST_F(InitTelemetry, LivesAsLongAsItsGuard) {
    {
        const TelemetryGuard guard = init_telemetry(options(LevelFilter::Off));
        EXPECT_FALSE(guard.error());
        EXPECT_THAT(guard.error_message(), IsEmpty());
        EXPECT_NE(tracing::dispatch::get_sink(), nullptr);
        EXPECT_EQ(sink_->startups(), 1);
    }
    EXPECT_EQ(tracing::dispatch::get_sink(), nullptr);
    EXPECT_EQ(sink_->shutdowns(), 1);
}

TEST_F(InitTelemetry, AnExplicitFilterCounts) {
    tracing::set_max_level(LevelFilter::Trace);
    const auto parsed = Filter::parse("off,mine=warn");
    const TelemetryGuard guard = init_telemetry({.filter = std::get<Filter>(parsed), .sinks = {sink_}});
    EXPECT_EQ(tracing::current_filter().to_string(), "off,mine=warn");
    MM_ERROR("not this target");
    MM_LOG("mine", Level::Info, "not this level");
    EXPECT_THAT(sink_->messages(), IsEmpty());
}

TEST_F(InitTelemetry, TheFilterHoldsBeforeAnythingCanBeLogged) {
    /// Begins when the gate is still closed.
    class EarlySink final : public tracing::NullEventSink {
    public:
        void on_startup(const std::shared_ptr<const tracing::ProcessInfo>&) noexcept override {
            filter = tracing::current_filter().to_string();
            max_level = tracing::max_level();
        }
        std::string filter;
        std::optional<LevelFilter> max_level;
    };
    const auto sink = std::make_shared<EarlySink>();
    tracing::set_max_level(LevelFilter::Trace);
    const TelemetryGuard guard = init_telemetry({.filter = Filter{LevelFilter::Fatal}, .sinks = {sink}});
    EXPECT_EQ(sink->max_level, LevelFilter::Off);
    EXPECT_EQ(sink->filter, "fatal");
}

TEST_F(InitTelemetry, AFilterThatWasSetBeforeStays) {
    ASSERT_EQ(tracing::set_filter("off,mine=debug"), std::nullopt);
    const TelemetryGuard guard = init_telemetry({.sinks = {sink_}});
    EXPECT_EQ(tracing::current_filter().to_string(), "off,mine=debug");
}

TEST_F(InitTelemetry, SeveralGuardsShareOneSystem) {
    std::optional<TelemetryGuard> first = init_telemetry(options(LevelFilter::Off));
    const auto process_id = tracing::dispatch::process_id();
    const auto other = std::make_shared<RecordingSink>();
    {
        const TelemetryGuard second =
            init_telemetry({.filter = Filter{LevelFilter::Trace}, .sinks = {other}, .print_errors = false});
        EXPECT_FALSE(second.error());
        EXPECT_EQ(tracing::current_filter().to_string(), "off") << "the first decides";
        first.reset();
        EXPECT_EQ(sink_->shutdowns(), 0) << "the second keeps it alive";
        EXPECT_EQ(tracing::dispatch::process_id(), process_id);
    }
    EXPECT_EQ(other->startups(), 0);
    EXPECT_EQ(sink_->shutdowns(), 1);
    EXPECT_EQ(tracing::dispatch::get_sink(), nullptr);
}

TEST_F(InitTelemetry, AGuardThatIsLeftOverSharesNothing) {
    const TelemetryGuard first = init_telemetry(options(LevelFilter::Off));
    tracing::dispatch::shutdown_dispatch();
    {
        const TelemetryGuard second = init_telemetry(options(LevelFilter::Off));
        EXPECT_FALSE(second.error());
        EXPECT_EQ(sink_->startups(), 2);
    }
    EXPECT_EQ(sink_->shutdowns(), 2);
}

TEST_F(InitTelemetry, ATracingWithoutAGuardIsNotShared) {
    const tracing::TracingSystemGuard without{{}, sink_};
    const TelemetryGuard guard = init_telemetry(options(LevelFilter::Off));
    EXPECT_EQ(guard.error(), tracing::InitError::AlreadyInitialised);
    EXPECT_THAT(guard.error_message(), HasSubstr("already initialised"));
}

TEST_F(InitTelemetry, ASinkThatInitialisesMeanwhileIsRefused) {
    class Nested final : public tracing::NullEventSink {
    public:
        void on_startup(const std::shared_ptr<const tracing::ProcessInfo>&) noexcept override {
            error = init_telemetry({.terminal = {.level = LevelFilter::Off}, .print_errors = false}).error();
        }
        std::error_code error;
    };
    const auto nested = std::make_shared<Nested>();
    const TelemetryGuard guard = init_telemetry({.filter = Filter{LevelFilter::Off}, .sinks = {nested}});
    EXPECT_EQ(nested->error, tracing::InitError::AlreadyInitialised);
    EXPECT_FALSE(guard.error());
}

TEST_F(InitTelemetry, AReservedPropertyIsNamed) {
    tracing::set_max_level(LevelFilter::Off);
    const TelemetryGuard guard = init_telemetry({.filter = Filter{LevelFilter::Trace},
                                                 .process_properties = {{"a", "1"}, {"micromegas.release", "2"}},
                                                 .sinks = {sink_}});
    EXPECT_EQ(guard.error(), tracing::InitError::ReservedProperty);
    EXPECT_THAT(guard.error_message(),
                AllOf(HasSubstr("\"micromegas.release\""), HasSubstr("reserved for the server")));
    EXPECT_EQ(sink_->startups(), 0);
    EXPECT_EQ(tracing::current_filter().to_string(), "off");
}

TEST_F(InitTelemetry, AMissingSinkAmongTheOthersIsAnError) {
    tracing::set_max_level(LevelFilter::Trace);
    const TelemetryGuard guard = init_telemetry({.filter = Filter{LevelFilter::Off}, .sinks = {sink_, nullptr}});
    EXPECT_EQ(guard.error(), tracing::InitError::MissingSink);
    EXPECT_EQ(guard.error_message(), "TelemetryOptions::sinks[1] is null; allowed is an EventSink");
    EXPECT_EQ(sink_->startups(), 0);
    EXPECT_EQ(tracing::current_filter().to_string(), "trace") << "an error changes nothing";
}

TEST_F(InitTelemetry, ProcessPropertiesReachTheSinks) {
    TelemetryOptions with_properties = options(LevelFilter::Off);
    with_properties.process_properties = {{"release", "1.4.0"}};
    const TelemetryGuard guard = init_telemetry(std::move(with_properties));
    ASSERT_NE(sink_->process(), nullptr);
    EXPECT_THAT(sink_->process()->properties.properties(), ElementsAre(tracing::Property{"release", "1.4.0"}));
    EXPECT_EQ(sink_->process()->process_id, tracing::dispatch::process_id());
}

TEST_F(InitTelemetry, AGuardMayMove) {
    std::optional<TelemetryGuard> kept;
    {
        TelemetryGuard guard = init_telemetry(options(LevelFilter::Off));
        kept.emplace(std::move(guard));
    }
    EXPECT_EQ(sink_->shutdowns(), 0);
    kept.reset();
    EXPECT_EQ(sink_->shutdowns(), 1);
}

TEST_F(InitTelemetry, AGuardMayBeAssigned) {
    TelemetryGuard guard = init_telemetry(options(LevelFilter::Off));
    guard = TelemetryGuard{make_error_code(tracing::InitError::MissingSink), "none"};
    EXPECT_EQ(sink_->shutdowns(), 1);
    EXPECT_EQ(guard.error_message(), "none");
}

TEST_F(InitTelemetry, TracingMayBeInitialisedAgainAfterwards) {
    { const TelemetryGuard guard = init_telemetry(options(LevelFilter::Off)); }
    { const TelemetryGuard guard = init_telemetry(options(LevelFilter::Off)); }
    EXPECT_EQ(sink_->startups(), 2);
    EXPECT_EQ(sink_->shutdowns(), 2);
}

}  // namespace
}  // namespace micromegas::telemetry_sink
