// The life of the dispatch, and the way of an entry through it.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/time.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RecordedLog;
using testing::RecordingSink;
using Dispatch = testing::RecordingTest;

void log_one() { MM_WARN("one"); }

/// Everything that may be called without a dispatch.
void call_everything() {
    static constinit LogMetadata site{Level::Fatal, "text", "target", "", "", 0};
    static constinit MetricMetadata metric{"rows", "count", "target", "", 0};
    static constinit SpanMetadata span{"name", {"target", "", "", 0}};
    EXPECT_FALSE(dispatch::log_enabled(site));
    dispatch::log(site, {});
    dispatch::log_tagged(site, PropertySet{{"a", "1"}}, {});
    dispatch::log_interop(site, "message");
    dispatch::int_metric(metric, 1);
    dispatch::float_metric(metric, 1.0);
    dispatch::tagged_int_metric(metric, PropertySet{}, 1);
    dispatch::tagged_float_metric(metric, PropertySet{}, 1.0);
    dispatch::on_begin_scope(span);
    dispatch::on_end_scope(span);
    dispatch::on_begin_named_scope(span.location, "name");
    dispatch::on_end_named_scope(span.location, "name");
    const std::uint64_t id = dispatch::on_begin_async_scope(span, 0, 0);
    const std::uint64_t child = dispatch::on_begin_async_named_scope(span.location, "name", id, 1);
    EXPECT_GE(id, 1U);
    EXPECT_EQ(child, id + 1);
    dispatch::on_end_async_named_scope(child, id, span.location, "name", 1);
    dispatch::on_end_async_scope(id, 0, span, 0);
    dispatch::flush_log_buffer();
    dispatch::flush_metrics_buffer();
    dispatch::flush_thread_buffer();
    dispatch::init_thread_stream();
    dispatch::for_each_thread_stream([](const EventStream&, void*) { ADD_FAILURE() << "there is no stream"; }, nullptr);
    dispatch::unregister_thread_stream();
    MM_FATAL("macro");
    EXPECT_FALSE(MM_LOG_ENABLED(Level::Fatal));
    EXPECT_EQ(dispatch::get_sink(), nullptr);
    EXPECT_EQ(dispatch::process_id(), std::nullopt);
    EXPECT_FALSE(dispatch::metrics_enabled());
    EXPECT_FALSE(dispatch::cpu_tracing_enabled());
    EXPECT_EQ(max_level(), LevelFilter::Off);
}

TEST_F(Dispatch, WithoutInitialisationEverythingIsANoOp) {
    dispatch::shutdown_dispatch();
    call_everything();
    dispatch::shutdown_dispatch();
    testing::force_uninit();
    call_everything();
    EXPECT_THAT(sink_->logs(), IsEmpty());
    EXPECT_EQ(sink_->shutdowns(), 1);
}

TEST_F(Dispatch, InitAndShutdownCallTheSinkOnce) {
    EXPECT_EQ(sink_->startups(), 1);
    EXPECT_EQ(sink_->shutdowns(), 0);
    EXPECT_EQ(dispatch::get_sink(), sink_);
    dispatch::shutdown_dispatch();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink_->startups(), 1);
    EXPECT_EQ(sink_->shutdowns(), 1);
    EXPECT_EQ(dispatch::get_sink(), nullptr);
}

TEST_F(Dispatch, EverythingPassesByDefault) {
    log_one();
    MM_TRACE("trace");
    EXPECT_THAT(sink_->messages(), ElementsAre("one", "trace"));
}

TEST_F(Dispatch, ASecondInitIsAnErrorAndHarmless) {
    const auto id = dispatch::process_id();
    const auto other = std::make_shared<RecordingSink>();
    const std::error_code error = dispatch::init_event_dispatch({}, other);
    EXPECT_EQ(error, InitError::AlreadyInitialised);
    EXPECT_EQ(error.category().name(), std::string{"micromegas.init"});
    EXPECT_THAT(error.message(), HasSubstr("already initialised"));
    EXPECT_EQ(other->startups(), 0);
    EXPECT_EQ(other.use_count(), 1);
    EXPECT_EQ(dispatch::get_sink(), sink_);
    EXPECT_EQ(dispatch::process_id(), id);
    log_one();
    EXPECT_THAT(sink_->messages(), ElementsAre("one"));
    EXPECT_THAT(other->messages(), IsEmpty());
}

TEST_F(Dispatch, AMissingSinkIsAnError) {
    dispatch::shutdown_dispatch();
    const std::error_code error = dispatch::init_event_dispatch({}, nullptr);
    EXPECT_EQ(error, InitError::MissingSink);
    EXPECT_THAT(error.message(), HasSubstr("NullEventSink"));
    EXPECT_EQ(max_level(), LevelFilter::Off);
    EXPECT_FALSE(dispatch::metrics_enabled());
    EXPECT_FALSE(dispatch::init_event_dispatch({}, sink_)) << "nothing has changed";
}

TEST_F(Dispatch, AReservedPropertyIsAnError) {
    dispatch::shutdown_dispatch();
    const DispatchConfig config{.process_properties = {{"release", "1"}, {"micromegas.version", "2"}}};
    const std::error_code error = dispatch::init_event_dispatch(config, sink_);
    EXPECT_EQ(error, InitError::ReservedProperty);
    EXPECT_THAT(error.message(), HasSubstr("\"micromegas.\""));
    EXPECT_EQ(find_reserved_name(config.process_properties), "micromegas.version");
    EXPECT_EQ(find_reserved_name({{"micromegas", "1"}, {"my.micromegas.x", "2"}, {"Micromegas.x", "3"}}), std::nullopt);
    EXPECT_EQ(dispatch::get_sink(), nullptr);
    EXPECT_EQ(sink_->startups(), 1) << "the fixture's own";
}

TEST_F(Dispatch, ErrorsAreErrorCodes) {
    static_assert(std::is_error_code_enum_v<InitError>);
    EXPECT_THAT(init_error_category().message(99), HasSubstr("unknown"));
    EXPECT_FALSE(std::error_code{} == InitError::MissingSink);
}

TEST_F(Dispatch, ReInitialisationMakesANewProcess) {
    const auto first = dispatch::process_id();
    ASSERT_NE(first, std::nullopt);
    EXPECT_EQ(sink_->process()->process_id, first);
    dispatch::shutdown_dispatch();
    const auto other = std::make_shared<RecordingSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, other));
    EXPECT_NE(dispatch::process_id(), first);
    EXPECT_EQ(other->process()->process_id, dispatch::process_id());
    log_one();
    EXPECT_THAT(other->messages(), ElementsAre("one")) << "a call site that logged before reaches the new sink";
}

TEST_F(Dispatch, TheProcessInfoIsAsConfigured) {
    dispatch::shutdown_dispatch();
    const Uuid parent = Uuid::random();
    const PropertySet properties{{"release", "1.4.0"}};
    const std::int64_t before = now();
    ASSERT_FALSE(dispatch::init_event_dispatch({.process_properties = properties, .parent_process_id = parent}, sink_));
    const auto process = sink_->process();
    EXPECT_EQ(process->parent_process_id, parent);
    EXPECT_EQ(process->properties, properties);
    EXPECT_EQ(process->tsc_frequency, frequency());
    EXPECT_GE(process->start_ticks, before);
    EXPECT_LE(process->start_ticks, now());
    EXPECT_LE(process->start_time,
              std::chrono::system_clock::now() + std::chrono::microseconds{1});  // see time_test.cpp
}

TEST_F(Dispatch, TheSinkIsDestroyedByShutdown) {
    dispatch::shutdown_dispatch();
    auto sink = std::make_shared<RecordingSink>();
    const std::weak_ptr<RecordingSink> watch = sink;
    ASSERT_FALSE(dispatch::init_event_dispatch({}, std::move(sink)));
    log_one();
    EXPECT_FALSE(watch.expired());
    dispatch::shutdown_dispatch();
    EXPECT_TRUE(watch.expired());
}

TEST_F(Dispatch, EntriesArriveInOrderWithTheTimeOfTheCall) {
    const std::int64_t before = now();
    for (int i = 0; i < 100; ++i) {
        MM_INFO("{}", i);
    }
    const auto logs = sink_->logs();
    ASSERT_EQ(logs.size(), 100U);
    std::int64_t last_time = before;
    for (int i = 0; i < 100; ++i) {
        const RecordedLog& log = logs[static_cast<std::size_t>(i)];
        EXPECT_EQ(log.message, std::to_string(i));
        EXPECT_GE(log.time, last_time);
        last_time = log.time;
    }
    EXPECT_LE(last_time, now());
}

/// Remembers the addresses of its entries.
class AddressSink : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata& desc, std::span<const PropertyView>, std::int64_t,
                std::string_view message) noexcept override {
        last_desc = &desc;
        last_message = message;
        text = message;
        is_literal = desc.message_is_literal;
        lifetime = desc.lifetime;
    }
    const LogMetadata* last_desc = nullptr;
    std::string_view last_message;
    std::string text;
    bool is_literal = false;
    MetadataLifetime lifetime = MetadataLifetime::Transient;
};

TEST_F(Dispatch, ACallSiteKeepsItsAddressAndALiteralMessageIsItsOwn) {
    dispatch::shutdown_dispatch();
    const auto sink = std::make_shared<AddressSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    const LogMetadata* site = nullptr;
    for (int i = 0; i < 3; ++i) {
        MM_INFO("a literal");
        EXPECT_TRUE(sink->is_literal);
        EXPECT_EQ(sink->lifetime, MetadataLifetime::Static);
        EXPECT_EQ(sink->last_message.data(), sink->last_desc->fmt_str.data());
        EXPECT_EQ(sink->last_message, "a literal");
        EXPECT_TRUE(site == nullptr || site == sink->last_desc);
        site = sink->last_desc;
    }
    MM_INFO("{}", 1);
    EXPECT_FALSE(sink->is_literal);
    EXPECT_EQ(sink->last_desc->fmt_str, "{}");
    EXPECT_EQ(sink->text, "1");
    MM_INFO("{{}}");
    EXPECT_FALSE(sink->is_literal);
    EXPECT_EQ(sink->text, "{}");
}

TEST_F(Dispatch, AnInteropEntryIsOfItsCallAlone) {
    {
        const std::string target = std::string{"js."} + "ui";
        const std::vector<Property> properties{{"button", "ok"}, {"a", ""}};
        const LogMetadata site{Level::Error, "", target, "", "app.js", 12, MetadataLifetime::Transient};
        dispatch::log_interop(site, "clicked {}", properties);
    }
    const RecordedLog log = last();
    EXPECT_EQ(log.level, Level::Error);
    EXPECT_EQ(log.target, "js.ui");
    EXPECT_EQ(log.message, "clicked {}") << "no format string";
    EXPECT_EQ(log.file, "app.js");
    EXPECT_EQ(log.line, 12U);
    EXPECT_THAT(log.properties, ElementsAre(Property{"button", "ok"}, Property{"a", ""}));
    const LogMetadata site{Level::Info, "ignored", "js", "", "", 0, MetadataLifetime::Transient};
    dispatch::log_interop(site, {});
    EXPECT_EQ(last().message, "");
    EXPECT_THAT(last().properties, IsEmpty());
}

TEST_F(Dispatch, ATaggedEntryCarriesItsProperties) {
    static constinit LogMetadata site{Level::Info, "{} rows", "target", "", "", 0};
    const int rows = 3;
    dispatch::log_tagged(site, PropertySet{{"b", "2"}, {"a", "1"}}, fmt::make_format_args(rows));
    EXPECT_EQ(last().message, "3 rows");
    EXPECT_THAT(last().properties, ElementsAre(Property{"a", "1"}, Property{"b", "2"}));
}

TEST_F(Dispatch, ForceUninitIsSilentOrNothing) {
    testing::force_uninit();
    EXPECT_EQ(sink_->shutdowns(), 0);
    if (dispatch::get_sink() == nullptr) {
        ASSERT_FALSE(dispatch::init_event_dispatch({}, sink_));
        EXPECT_EQ(sink_->startups(), 2);
    }
}

}  // namespace
}  // namespace micromegas::tracing
