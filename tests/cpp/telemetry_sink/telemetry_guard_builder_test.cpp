// The same `main` on both platforms.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace micromegas::telemetry_sink {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using tracing::Level;
using tracing::LevelFilter;
using tracing::Property;
using tracing::testing::RecordingSink;

class Builder : public ::testing::Test {
protected:
    void TearDown() override {
        EXPECT_EQ(tracing::dispatch::get_sink(), nullptr) << "a guard was left over";
        tracing::set_max_level(LevelFilter::Trace);
    }

    [[nodiscard]] std::vector<Property> properties() const {
        const auto properties = sink_->process()->properties.properties();
        return {properties.begin(), properties.end()};
    }

    const std::shared_ptr<RecordingSink> sink_ = std::make_shared<RecordingSink>();
};

TEST_F(Builder, TakesPropertiesOneByOne) {
    const auto telemetry = TelemetryGuardBuilder{{.process_properties = {{"a", "options"}, {"b", "options"}}}}
                               .with_process_property("release", "1.3")
                               .with_process_property("a", "builder")
                               .with_process_property("release", "1.4")
                               .with_max_level(LevelFilter::Off)
                               .with_sink(sink_)
                               .build();
    ASSERT_FALSE(telemetry.error()) << telemetry.error_message();
    EXPECT_THAT(properties(),
                IsSupersetOf({Property{"a", "builder"}, Property{"b", "options"}, Property{"release", "1.4"}}));
}

TEST_F(Builder, TakesLevelsOfTargets) {
    const auto telemetry = TelemetryGuardBuilder{}
                               .with_max_level(LevelFilter::Off)
                               .with_target_level("mine", LevelFilter::Warn)
                               .with_target_level("mine::loud", LevelFilter::Off)
                               .with_sink(sink_)
                               .build();
    ASSERT_FALSE(telemetry.error()) << telemetry.error_message();
    EXPECT_EQ(tracing::current_filter().to_string(), "off,mine::loud=off,mine=warn");
}

TEST_F(Builder, NamesATargetThatIsNone) {
    tracing::set_max_level(LevelFilter::Off);
    const auto telemetry = TelemetryGuardBuilder{}
                               .with_target_level("my engine", LevelFilter::Warn)
                               .with_sink(sink_)
                               .with_printed_errors(false)
                               .build();
    EXPECT_EQ(telemetry.error(), tracing::InitError::OptionOutOfRange);
    EXPECT_THAT(telemetry.error_message(), HasSubstr("TelemetryOptions::target_levels: filter entry 2 \"my engine"));
    EXPECT_EQ(sink_->startups(), 0);
    EXPECT_EQ(tracing::current_filter().to_string(), "off") << "an error changes nothing";
}

/// Settings without effect on wasm have functions there all the same.
TEST_F(Builder, HasTheSameFunctionsEverywhere) {
    using namespace std::chrono_literals;
    const auto parent = tracing::Uuid::parse("01234567-89ab-4def-8edc-ba9876543210");
    const auto telemetry = TelemetryGuardBuilder{}
                               .with_parent_process(*parent)
                               .with_exported_process_id(false)
                               .with_filter(tracing::Filter{LevelFilter::Fatal})
                               .with_filter_override(false)
                               .with_terminal({.colors = Colors::Never})
                               .with_terminal_max_level(LevelFilter::Off)
                               .with_api_key("key")
                               .with_oidc_client("https://login.example/token", "client", "secret")
                               .with_oidc_audience("audience")
                               .with_oidc_token_buffer(60s)
                               .with_credential_over_http(false)
                               .with_span_properties(true)
                               .with_max_queue_bytes(1'000'000)
                               .with_hard_queue_bytes(2'000'000)
                               .with_max_in_flight_requests(2)
                               .with_request_timeout(5s)
                               .with_drain_timeout(1s)
                               .with_spool("spool")
                               .with_spool_max_bytes(1)
                               .with_recording_max_bytes(1'000'000)
                               .with_recording_max_files(3)
                               .with_delivery_wrapper([](const auto& sink) { return sink; })
                               .with_backtrace({.entries = 10})
                               .with_fatal_stacks(false)
                               .with_flush_period(10s)
                               .with_cpu_tracing(true)
                               .with_metrics(false)
                               .with_images(false)
                               .with_logs_buffer_size(100'000)
                               .with_metrics_buffer_size(100'000)
                               .with_threads_buffer_size(100'000)
                               .with_memory_limit(1'000'000)
                               .with_flush_timeout(1s)
                               .with_shutdown_timeout(1s)
                               .with_sink(sink_)
                               .build();
    ASSERT_FALSE(telemetry.error()) << telemetry.error_message();
    MM_LOG("mine", Level::Fatal, "the end");
    EXPECT_THAT(sink_->messages(), ElementsAre("the end"));
    EXPECT_THAT(sink_->logs().back().properties, ::testing::IsEmpty());
}

}  // namespace
}  // namespace micromegas::telemetry_sink
