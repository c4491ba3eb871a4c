// The settings that the environment decides if the program does not, and their description.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/detail/sink_components.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace micromegas::telemetry_sink {
namespace {

// This program has components: their last options.
std::optional<HttpOptions> g_http;                 // NOLINT(*-avoid-non-const-global-variables)
std::shared_ptr<tracing::EventSink> g_http_sink =  // NOLINT(*-avoid-non-const-global-variables)
    std::make_shared<tracing::NullEventSink>();
std::optional<RecordingOptions> g_recording;  // NOLINT(*-avoid-non-const-global-variables)
std::optional<detail::StartError> g_refusal;  // NOLINT(*-avoid-non-const-global-variables)

}  // namespace
}  // namespace micromegas::telemetry_sink

void micromegas_make_http_sink(const micromegas::telemetry_sink::HttpOptions& options,
                               micromegas::telemetry_sink::detail::MadeSink& made) noexcept {
    micromegas::telemetry_sink::g_http = options;
    if (micromegas::telemetry_sink::g_refusal) {
        made = *micromegas::telemetry_sink::g_refusal;
    } else {
        made = micromegas::telemetry_sink::g_http_sink;
    }
}

void micromegas_make_recording_sink(const micromegas::telemetry_sink::RecordingOptions& options,
                                    micromegas::telemetry_sink::detail::MadeSink& made) noexcept {
    micromegas::telemetry_sink::g_recording = options;
    made = std::make_shared<micromegas::tracing::NullEventSink>();
}

namespace micromegas::telemetry_sink {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ExitedWithCode;
using ::testing::HasSubstr;
using ::testing::Not;
using tracing::Filter;
using tracing::LevelFilter;
using tracing::testing::RecordingSink;

class Settings : public ::testing::Test {
protected:
    void SetUp() override { forget(); }
    void TearDown() override {
        for (const std::string& name : names_) {
            unsetenv(name.c_str());
        }
        forget();
        tracing::set_max_level(LevelFilter::Trace);
    }

    void set(const std::string& name, const std::string& value) {
        setenv(name.c_str(), value.c_str(), 1);
        names_.push_back(name);
    }
    /// Settings beside the environment's.
    [[nodiscard]] static TelemetryGuardBuilder quiet() {
        return TelemetryGuardBuilder{}.with_max_level(LevelFilter::Off).with_exported_process_id(false);
    }
    /// The error of a start with that value.
    [[nodiscard]] std::string refusal(const std::string& name, const std::string& value) {
        set(name, value);
        tracing::set_max_level(LevelFilter::Trace);
        const auto telemetry = quiet().with_printed_errors(false).build();
        unsetenv(name.c_str());
        EXPECT_EQ(telemetry.error(), tracing::InitError::BadEnvironment) << value;
        EXPECT_EQ(tracing::dispatch::get_sink(), nullptr);
        EXPECT_EQ(tracing::current_filter().to_string(), "trace") << "an error changes nothing";
        return telemetry.error_message();
    }

private:
    static void forget() {
        g_http.reset();
        g_recording.reset();
        g_refusal.reset();
    }
    std::vector<std::string> names_{"MICROMEGAS_TELEMETRY_PARENT_PROCESS"};
};

TEST_F(Settings, TheEnvironmentAsksForAServer) {
    set("MICROMEGAS_TELEMETRY_URL", " https://telemetry.example ");
    set("MICROMEGAS_INGESTION_API_KEY", "key");
    set("MICROMEGAS_OIDC_TOKEN_ENDPOINT", "https://login.example/token");
    set("MICROMEGAS_OIDC_CLIENT_ID", "client");
    set("MICROMEGAS_OIDC_CLIENT_SECRET", "secret");
    set("MICROMEGAS_OIDC_AUDIENCE", "audience");
    set("MICROMEGAS_OIDC_TOKEN_BUFFER_SECONDS", "60");
    set("MICROMEGAS_TELEMETRY_SPAN_PROPERTIES", "true");
    set("MICROMEGAS_TELEMETRY_MAX_QUEUE_BYTES", "1000");
    set("MICROMEGAS_TELEMETRY_HARD_QUEUE_BYTES", "2000");
    set("MICROMEGAS_TELEMETRY_MAX_IN_FLIGHT_REQUESTS", "7");
    set("MICROMEGAS_TELEMETRY_REQUEST_TIMEOUT_SECS", "20");
    const auto telemetry = quiet().build();
    ASSERT_FALSE(telemetry.error()) << telemetry.error_message();
    ASSERT_TRUE(g_http);
    EXPECT_EQ(g_http->url.value(), "https://telemetry.example");
    EXPECT_EQ(g_http->api_key.value(), "key");
    EXPECT_EQ(g_http->oidc_token_endpoint.value(), "https://login.example/token");
    EXPECT_EQ(g_http->oidc_client_id.value(), "client");
    EXPECT_EQ(g_http->oidc_client_secret.value(), "secret");
    EXPECT_EQ(g_http->oidc_audience.value(), "audience");
    EXPECT_EQ(g_http->oidc_token_buffer.value(), 60s);
    EXPECT_TRUE(g_http->span_properties.value());
    EXPECT_EQ(g_http->max_queue_bytes.value(), 1000U);
    EXPECT_EQ(g_http->hard_queue_bytes.value(), 2000U);
    EXPECT_EQ(g_http->max_in_flight_requests.value(), 7U);
    EXPECT_EQ(g_http->request_timeout.value(), 20s);
    EXPECT_FALSE(g_recording);
}

TEST_F(Settings, TheEnvironmentAsksForARecording) {
    set("MICROMEGAS_RECORDING", "/tmp/run.micromegas");
    set("MICROMEGAS_RECORDING_MAX_BYTES", "0");
    set("MICROMEGAS_RECORDING_MAX_FILES", "1000");
    const auto telemetry = quiet().build();
    ASSERT_FALSE(telemetry.error()) << telemetry.error_message();
    ASSERT_TRUE(g_recording);
    EXPECT_EQ(g_recording->path.value(), "/tmp/run.micromegas");
    EXPECT_EQ(g_recording->max_bytes.value(), 0U);
    EXPECT_EQ(g_recording->max_files.value(), 1000U);
    EXPECT_FALSE(g_http);
}

TEST_F(Settings, TheProgramWinsAndTheVariableIsNotRead) {
    set("MICROMEGAS_TELEMETRY_URL", "https://elsewhere.example");
    set("MICROMEGAS_TELEMETRY_MAX_QUEUE_BYTES", "many");
    set("MICROMEGAS_FLUSH_PERIOD", "often");
    set("MICROMEGAS_TELEMETRY_SPAN_PROPERTIES", "true");
    set("MICROMEGAS_LOCAL_SINK_MAX_LEVEL", "loud");
    const auto telemetry = quiet()
                               .with_telemetry_url("https://telemetry.example")
                               .with_max_queue_bytes(5)
                               .with_span_properties(false)
                               .with_flush_period(1s)
                               .with_terminal_max_level(LevelFilter::Off)
                               .build();
    ASSERT_FALSE(telemetry.error()) << telemetry.error_message();
    EXPECT_EQ(g_http->url.value(), "https://telemetry.example");
    EXPECT_EQ(g_http->max_queue_bytes.value(), 5U);
    EXPECT_FALSE(g_http->span_properties.value());
}

TEST_F(Settings, BlankCountsAsNotSet) {
    set("MICROMEGAS_TELEMETRY_URL", " ");
    set("MICROMEGAS_RECORDING", "");
    set("MICROMEGAS_FLUSH_PERIOD", "\t");
    const auto telemetry = quiet().build();
    ASSERT_FALSE(telemetry.error()) << telemetry.error_message();
    EXPECT_FALSE(g_http);
    EXPECT_FALSE(g_recording);
}

TEST_F(Settings, ABadNumberIsRefused) {
    for (const char* const value : {"x", "-1", "1.5", "31536001", "99999999999999999999", "1 2"}) {
        EXPECT_EQ(refusal("MICROMEGAS_FLUSH_PERIOD", value),
                  std::string{"environment variable MICROMEGAS_FLUSH_PERIOD is \""} + value +
                      "\": allowed is a whole number of seconds, from 0 to 31536000");
    }
    EXPECT_THAT(refusal("MICROMEGAS_TELEMETRY_MAX_IN_FLIGHT_REQUESTS", "0"), HasSubstr("from 1 to 100"));
}

TEST_F(Settings, ABadLevelIsRefused) {
    EXPECT_EQ(refusal("MICROMEGAS_LOCAL_SINK_MAX_LEVEL", "loud"),
              "environment variable MICROMEGAS_LOCAL_SINK_MAX_LEVEL is \"loud\": allowed is off, fatal, error, warn, "
              "info, debug, trace");
}

TEST_F(Settings, ABadNumberOfTheProgramIsRefused) {
    const auto telemetry = quiet().with_max_in_flight_requests(0).with_printed_errors(false).build();
    EXPECT_EQ(telemetry.error(), tracing::InitError::OptionOutOfRange);
    EXPECT_EQ(telemetry.error_message(),
              "TelemetryOptions::http.max_in_flight_requests is 0; allowed is from 1 to 100");
}

TEST_F(Settings, AComponentMayRefuse) {
    g_refusal = {tracing::InitError::OptionOutOfRange, "the URL \"x\" is none"};
    const auto sink = std::make_shared<RecordingSink>();
    const auto telemetry = quiet().with_telemetry_url("x").with_sink(sink).with_printed_errors(false).build();
    EXPECT_EQ(telemetry.error_message(), "the URL \"x\" is none");
    EXPECT_EQ(sink->startups(), 0);
}

TEST_F(Settings, ASecondGuardIsToldThatItsSettingsHaveNoEffect) {
    const auto first = quiet().build();
    ::testing::internal::CaptureStderr();
    {
        const auto second = TelemetryGuardBuilder{}.build();
        const auto third = TelemetryGuardBuilder{}.with_telemetry_url("https://telemetry.example").build();
    }
    EXPECT_EQ(::testing::internal::GetCapturedStderr(),
              "micromegas: tracing is initialised in this process already; this guard shares it, and its own filter, "
              "sinks, text file, server and recording have no effect\n");
}

// Which levels sinks get, in a process of its own, where nobody has set a filter.

constexpr Setting<LevelFilter> kNoLevel = TerminalOptions{}.level;

/// Exits with 0 where the server gets these. Standard error has the terminal's lines.
[[noreturn]] void expect_blocks(const std::vector<std::string>& expected, TelemetryGuardBuilder builder = {},
                                Setting<LevelFilter> terminal = kNoLevel) {
    const auto server = std::make_shared<tracing::InMemorySink>();
    g_http_sink = server;
    {
        const auto telemetry = builder.with_terminal({.level = terminal, .descriptor = kStandardError})
                                   .with_telemetry_url("https://telemetry.example")
                                   .build();
        MM_WARN("a warning");
        MM_INFO("news");
        MM_DEBUG("a detail");
        MM_TRACE("a trifle");
    }
    std::vector<std::string> messages;
    for (const auto& entry : tracing::testing::read_logs(*server)) {
        messages.push_back(entry.message);
    }
    std::exit(messages == expected ? 0 : 1);
}

class LevelsDeathTest : public Settings {
protected:
    void SetUp() override {
        Settings::SetUp();
        GTEST_FLAG_SET(death_test_style, "threadsafe");
    }
};

TEST_F(LevelsDeathTest, WithoutAFilterTheServerGetsDebugAndTheTerminalInfo) {
    EXPECT_EXIT(expect_blocks({"a warning", "news", "a detail"}), ExitedWithCode(0),
                AllOf(HasSubstr("news"), Not(HasSubstr("a detail"))));
}

TEST_F(LevelsDeathTest, AFilterIsForAllSinks) {
    const auto builder = TelemetryGuardBuilder{}.with_max_level(LevelFilter::Trace);
    EXPECT_EXIT(expect_blocks({"a warning", "news", "a detail", "a trifle"}, builder), ExitedWithCode(0),
                HasSubstr("a trifle"));
}

TEST_F(LevelsDeathTest, TheEnvironmentLimitsEachSink) {
    set("MICROMEGAS_TELEMETRY_SINK_MAX_LEVEL", " WARN ");
    set("MICROMEGAS_LOCAL_SINK_MAX_LEVEL", "debug");
    EXPECT_EXIT(expect_blocks({"a warning"}), ExitedWithCode(0),
                AllOf(HasSubstr("a detail"), Not(HasSubstr("a trifle"))));
}

TEST_F(LevelsDeathTest, TheProgramWins) {
    set("MICROMEGAS_TELEMETRY_SINK_MAX_LEVEL", "warn");
    set("MICROMEGAS_LOCAL_SINK_MAX_LEVEL", "debug");
    const auto builder = TelemetryGuardBuilder{}.with_telemetry_max_level(LevelFilter::Trace);
    EXPECT_EXIT(expect_blocks({"a warning", "news", "a detail", "a trifle"}, builder, LevelFilter::Warn),
                ExitedWithCode(0), AllOf(HasSubstr("a warning"), Not(HasSubstr("news"))));
}

/// docs/guide/configuration.md shows that file.
TEST_F(Settings, TheEnvironmentIsDescribed) {
    std::ifstream file{ENVIRONMENT_TEXT};
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_EQ(describe_environment(), text.str())
        << "write the result of describe_environment() to " << ENVIRONMENT_TEXT;
}

}  // namespace
}  // namespace micromegas::telemetry_sink
