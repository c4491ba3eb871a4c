// Every function of dispatch.hpp on wasm: logs, process id, sink and shutdown work; the rest does nothing.
#include "../recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/time.hpp>

#include <emscripten/html5.h>

#include <type_traits>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RecordingSink;
using DispatchFunctions = testing::RecordingTest;

constinit LogMetadata g_site{Level::Info, "{} rows", "target", "module", "file.cpp", 7};
constinit MetricMetadata g_metric{"rows", "count", "target", "file.cpp", 7};
constinit SpanMetadata g_span{"name", {"target", "module", "file.cpp", 7}};

/// Fails when a block or stream reaches the sink: on wasm there is none.
class NoStreams : public NullEventSink {
public:
    void on_init_stream(const EventStream&) noexcept override { ADD_FAILURE(); }
    void on_process_block(const std::shared_ptr<const EventBlock>&) noexcept override { ADD_FAILURE(); }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override {
        ADD_FAILURE();
        return false;
    }
};

static_assert(!std::is_default_constructible_v<EventBlock> && !std::is_default_constructible_v<EventStream>);

TEST_F(DispatchFunctions, InitEventDispatch) {
    EXPECT_EQ(sink_->startups(), 1);
    EXPECT_EQ(max_level(), LevelFilter::Trace) << "nothing is lost by default";
    EXPECT_EQ(dispatch::init_event_dispatch({}, sink_), InitError::AlreadyInitialised);
    EXPECT_EQ(sink_->startups(), 1);
}

TEST_F(DispatchFunctions, ShutdownDispatch) {
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink_->shutdowns(), 1);
    EXPECT_EQ(dispatch::get_sink(), nullptr);
    EXPECT_EQ(sink_.use_count(), 1);
    EXPECT_EQ(max_level(), LevelFilter::Off);
}

TEST_F(DispatchFunctions, ForceUninitDoesNothing) {
    testing::force_uninit();
    EXPECT_EQ(dispatch::get_sink(), sink_);
    EXPECT_EQ(sink_->shutdowns(), 0);
    MM_INFO("still there");
    EXPECT_THAT(sink_->messages(), ElementsAre("still there"));
}

TEST_F(DispatchFunctions, ProcessIdAndGetSink) {
    EXPECT_EQ(dispatch::process_id(), sink_->process()->process_id);
    EXPECT_EQ(dispatch::process_id()->bytes()[6] >> 4U, 4U);
    EXPECT_EQ(dispatch::get_sink(), sink_);
}

TEST_F(DispatchFunctions, MakeProcessInfo) {
    const Uuid id = Uuid::random();
    const Uuid parent = Uuid::random();
    const ProcessInfo info = dispatch::make_process_info(id, parent, {{"a", "1"}});
    EXPECT_EQ(info.process_id, id);
    EXPECT_EQ(info.parent_process_id, parent);
    EXPECT_EQ(info.properties, (PropertySet{{"a", "1"}}));
    for (const std::string& text : {info.exe, info.username, info.realname, info.computer, info.distro}) {
        EXPECT_EQ(text, "wasm");
    }
    EXPECT_EQ(info.cpu_brand, "wasm32");
    EXPECT_EQ(info.tsc_frequency, 1'000'000);
    EXPECT_NEAR(static_cast<double>(info.start_ticks), emscripten_date_now() * 1000, 10'000'000);
    const auto since_epoch = std::chrono::duration<double, std::micro>(info.start_time.time_since_epoch());
    EXPECT_NEAR(since_epoch.count(), static_cast<double>(info.start_ticks), 1'000'000);
}

TEST_F(DispatchFunctions, NowAndFrequency) {
    EXPECT_EQ(frequency(), 1'000'000);
    const double before = emscripten_date_now() * 1000;
    const auto ticks = static_cast<double>(now());
    EXPECT_GE(ticks, before);
    EXPECT_LE(ticks, emscripten_date_now() * 1000);
    EXPECT_GT(ticks, 1.7e15) << "microseconds since 1970";
}

/// Asking JavaScript for the time costs more than the rest of an entry.
TEST(InterestInTime, WithoutAnInterestedSinkItIsZero) {
    class TimeSink : public NullEventSink {
    public:
        explicit TimeSink(bool wants_time) noexcept : wants_time_(wants_time) {}
        [[nodiscard]] SinkInterest interest() const noexcept override {
            return {.text = LevelFilter::Trace, .time = wants_time_};
        }
        [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
        void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t time,
                    std::string_view) noexcept override {
            times.push_back(time);
        }
        std::vector<std::int64_t> times;

    private:
        bool wants_time_;
    };
    const auto log_with = [](bool wants_time) {
        const auto sink = std::make_shared<TimeSink>(wants_time);
        const TracingSystemGuard guard{{}, sink};
        MM_INFO("literal");
        MM_INFO("formatted {}", 1);
        dispatch::log_interop(g_site, "interop");
        return sink->times;
    };
    EXPECT_THAT(log_with(false), ElementsAre(0, 0, 0));
    EXPECT_THAT(log_with(true), ::testing::AllOf(::testing::SizeIs(3), ::testing::Each(::testing::Gt(0))));
}

TEST_F(DispatchFunctions, Log) {
    const int rows = 3;
    EXPECT_TRUE(dispatch::log_enabled(g_site));
    dispatch::log(g_site, fmt::make_format_args(rows));
    dispatch::log_tagged(g_site, PropertySet{{"a", "1"}}, fmt::make_format_args(rows));
    dispatch::log_interop({Level::Warn, "", "js", "", "", 0, MetadataLifetime::Transient}, "from JavaScript");
    EXPECT_THAT(sink_->messages(), ElementsAre("3 rows", "3 rows", "from JavaScript"));
    EXPECT_THAT(sink_->logs()[1].properties, ElementsAre(Property{"a", "1"}));
    EXPECT_EQ(sink_->logs()[2].level, Level::Warn);
}

TEST_F(DispatchFunctions, LogEnabledAsksTheSink) {
    dispatch::shutdown_dispatch();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, std::make_shared<NullEventSink>()));
    EXPECT_FALSE(dispatch::log_enabled(g_site));
}

TEST_F(DispatchFunctions, MetricsAndSpansAndBuffersDoNothing) {
    dispatch::shutdown_dispatch();
    ASSERT_FALSE(dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, std::make_shared<NoStreams>()));
    static_assert(noexcept(dispatch::metrics_enabled()));
    EXPECT_FALSE(dispatch::metrics_enabled());
    EXPECT_FALSE(dispatch::cpu_tracing_enabled()) << "also where it was asked for";
    dispatch::int_metric(g_metric, 1);
    dispatch::float_metric(g_metric, 1.0);
    dispatch::tagged_int_metric(g_metric, PropertySet{{"a", "1"}}, 1);
    dispatch::tagged_float_metric(g_metric, PropertySet{{"a", "1"}}, 1.0);
    dispatch::on_begin_scope(g_span);
    dispatch::on_end_scope(g_span);
    dispatch::on_begin_named_scope(g_span.location, "name");
    dispatch::on_end_named_scope(g_span.location, "name");
    dispatch::flush_log_buffer();
    dispatch::flush_metrics_buffer();
    dispatch::init_thread_stream();
    dispatch::flush_thread_buffer();
    dispatch::for_each_thread_stream([](const EventStream&, void*) { ADD_FAILURE(); }, nullptr);
    dispatch::unregister_thread_stream();
    const TracingThreadGuard thread;
}

TEST_F(DispatchFunctions, AsyncSpanIdsIncrease) {
    const std::uint64_t first = dispatch::on_begin_async_scope(g_span, 0, 0);
    EXPECT_GE(first, 1U);
    EXPECT_EQ(dispatch::on_begin_async_named_scope(g_span.location, "name", first, 1), first + 1);
    EXPECT_EQ(dispatch::on_begin_async_scope(g_span, 0, 0), first + 2);
    dispatch::on_end_async_scope(first + 2, 0, g_span, 0);
    dispatch::on_end_async_named_scope(first + 1, first, g_span.location, "name", 1);
    dispatch::on_end_async_scope(first, 0, g_span, 0);
    EXPECT_EQ(dispatch::on_begin_async_scope(g_span, 0, 0), first + 3) << "ends give no id back";
    dispatch::shutdown_dispatch();
    EXPECT_EQ(dispatch::on_begin_async_scope(g_span, 0, 0), first + 4) << "nor does a shutdown";
}

/// Taken before any other code takes one.
const std::uint64_t g_first_id = dispatch::on_begin_async_scope(g_span, 0, 0);

TEST_F(DispatchFunctions, AsyncSpanIdsBeginAtOne) { EXPECT_EQ(g_first_id, 1U); }

}  // namespace
}  // namespace micromegas::tracing
