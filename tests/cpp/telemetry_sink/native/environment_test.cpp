// The environment variables that `init_telemetry` reads and sets.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tracing::Filter;
using tracing::LevelFilter;
using tracing::Property;
using tracing::testing::RecordingSink;

constexpr const char* kFilter = "MICROMEGAS_LOG";
constexpr const char* kParentProcess = "MICROMEGAS_TELEMETRY_PARENT_PROCESS";
constexpr const char* kCpuTracing = "MICROMEGAS_ENABLE_CPU_TRACING";
constexpr const char* kMetrics = "MICROMEGAS_ENABLE_METRICS";
constexpr const char* kImages = "MICROMEGAS_ENABLE_IMAGES";
constexpr const char* kProcessProperties = "MICROMEGAS_PROCESS_PROPERTIES";
constexpr const char* kUuid = "01234567-89ab-4def-8edc-ba9876543210";

class Environment : public ::testing::Test {
protected:
    void SetUp() override { clear(); }
    void TearDown() override {
        clear();
        tracing::set_max_level(LevelFilter::Trace);
    }

    [[nodiscard]] TelemetryOptions options() const {
        return {.filter = Filter{LevelFilter::Off}, .default_process_properties = false, .sinks = {sink_}};
    }
    [[nodiscard]] TelemetryGuard init() const { return init_telemetry(options()); }

    /// The error's message for the variable's value, which must have no other effect.
    [[nodiscard]] std::string refusal(const char* variable, const std::string& value) const {
        setenv(variable, value.c_str(), 1);
        tracing::set_max_level(LevelFilter::Trace);
        const int startups = sink_->startups();
        ::testing::internal::CaptureStderr();
        const TelemetryGuard guard = init();
        EXPECT_EQ(::testing::internal::GetCapturedStderr(), "micromegas: " + guard.error_message() + "\n");
        EXPECT_EQ(guard.error(), tracing::InitError::BadEnvironment) << value;
        EXPECT_EQ(sink_->startups(), startups) << value;
        EXPECT_EQ(tracing::dispatch::get_sink(), nullptr) << value;
        EXPECT_EQ(tracing::current_filter().to_string(), "trace") << value;
        EXPECT_EQ(std::getenv(variable), value) << "an error changes nothing";
        unsetenv(variable);
        return guard.error_message();
    }

    /// The report on standard error for a value that does not prevent the initialisation.
    [[nodiscard]] std::string told(const char* variable, const std::string& value) const {
        setenv(variable, value.c_str(), 1);
        {
            TelemetryOptions silent = options();
            silent.print_errors = false;
            ::testing::internal::CaptureStderr();
            { const TelemetryGuard guard = init_telemetry(std::move(silent)); }
            EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
        }
        setenv(variable, value.c_str(), 1);
        ::testing::internal::CaptureStderr();
        {
            const TelemetryGuard guard = init();
            EXPECT_EQ(guard.error_message(), "") << value;
            EXPECT_FALSE(tracing::dispatch::cpu_tracing_enabled());
        }
        unsetenv(variable);
        return ::testing::internal::GetCapturedStderr();
    }

    [[nodiscard]] std::vector<Property> properties_of(const char* value) const {
        setenv(kProcessProperties, value, 1);
        const TelemetryGuard guard = init();
        EXPECT_EQ(guard.error_message(), "");
        const auto properties = sink_->process()->properties.properties();
        return {properties.begin(), properties.end()};
    }

    const std::shared_ptr<RecordingSink> sink_ = std::make_shared<RecordingSink>();

private:
    static void clear() {
        for (const char* const variable :
             {kFilter, kParentProcess, kCpuTracing, kMetrics, kImages, kProcessProperties}) {
            unsetenv(variable);
        }
    }
};

TEST_F(Environment, NamesTheParentProcess) {
    setenv(kParentProcess, kUuid, 1);
    const TelemetryGuard guard = init();
    ASSERT_NE(sink_->process()->parent_process_id, std::nullopt);
    EXPECT_EQ(sink_->process()->parent_process_id->to_string(), kUuid);
}

TEST_F(Environment, NeedNotNameTheParentProcess) {
    for (const bool is_set : {false, true}) {
        unsetenv(kParentProcess);
        if (is_set) {
            setenv(kParentProcess, "", 1);
        }
        const TelemetryGuard guard = init();
        EXPECT_FALSE(guard.error());
        EXPECT_EQ(sink_->process()->parent_process_id, std::nullopt);
    }
}

TEST_F(Environment, ABadParentProcessIsToldAndIgnored) {
    for (const auto* value : {"42", "0123456789ab4def8edcba9876543210", "g1234567-89ab-4def-8edc-ba9876543210"}) {
        EXPECT_EQ(told(kParentProcess, value),
                  std::string{"micromegas: environment variable MICROMEGAS_TELEMETRY_PARENT_PROCESS is \""} + value +
                      "\" and is ignored: allowed is a UUID, hexadecimal digits in the form 8-4-4-4-12\n");
        EXPECT_EQ(sink_->process()->parent_process_id, std::nullopt);
    }
}

TEST_F(Environment, SwitchesSpansOn) {
    for (const auto* value : {"", "false"}) {
        setenv(kCpuTracing, value, 1);
        const TelemetryGuard guard = init();
        EXPECT_FALSE(guard.error());
        EXPECT_FALSE(tracing::dispatch::cpu_tracing_enabled()) << value;
    }
    setenv(kCpuTracing, "true", 1);
    const TelemetryGuard guard = init_telemetry({.sinks = {std::make_shared<tracing::InMemorySink>()}});
    EXPECT_TRUE(tracing::dispatch::cpu_tracing_enabled());
}

TEST_F(Environment, SwitchesMetricsAndImagesOff) {
    const auto start = [] { return init_telemetry({.sinks = {std::make_shared<tracing::InMemorySink>()}}); };
    {
        const TelemetryGuard guard = start();
        EXPECT_TRUE(tracing::dispatch::metrics_enabled());
        EXPECT_TRUE(tracing::dispatch::images_enabled());
    }
    setenv(kMetrics, "false", 1);
    {
        const TelemetryGuard guard = start();
        EXPECT_FALSE(tracing::dispatch::metrics_enabled());
        EXPECT_TRUE(tracing::dispatch::images_enabled());
    }
    setenv(kMetrics, "true", 1);
    setenv(kImages, "false", 1);
    const TelemetryGuard guard = start();
    EXPECT_TRUE(tracing::dispatch::metrics_enabled());
    EXPECT_FALSE(tracing::dispatch::images_enabled());
}

TEST_F(Environment, AnyOtherSwitchIsToldAndIgnored) {
    EXPECT_EQ(told(kMetrics, "0"),
              "micromegas: environment variable MICROMEGAS_ENABLE_METRICS is \"0\" and is ignored: allowed is true or "
              "false\n");

    for (const auto* value : {"0", "1", "yes", "TRUE"}) {
        EXPECT_EQ(told(kCpuTracing, value),
                  std::string{"micromegas: environment variable MICROMEGAS_ENABLE_CPU_TRACING is \""} + value +
                      "\" and is ignored: allowed is true or false\n");
    }
}

TEST_F(Environment, ItsFilterStandsAboveTheProgramsOwn) {
    setenv(kFilter, "warn,engine=debug", 1);
    {
        const TelemetryGuard guard = init();
        EXPECT_EQ(tracing::current_filter().to_string(), "warn,engine=debug");
    }
    TelemetryOptions without = options();
    without.filter_override = false;
    const TelemetryGuard guard = init_telemetry(std::move(without));
    EXPECT_EQ(tracing::current_filter().to_string(), "off");
}

TEST_F(Environment, ABadFilterIsToldAndIgnored) {
    EXPECT_THAT(told(kFilter, "loud"),
                ::testing::StartsWith("micromegas: environment variable MICROMEGAS_LOG is \"loud\" and "
                                      "is ignored: filter entry 1 \"loud\": "));
    EXPECT_EQ(tracing::current_filter().to_string(), "off") << "the program's own";
    EXPECT_EQ(told(kFilter, ""), "");
}

TEST_F(Environment, AddsProcessProperties) {
    EXPECT_THAT(properties_of(""), IsEmpty());
    EXPECT_THAT(properties_of(" , "), IsEmpty());
    EXPECT_THAT(properties_of("a=1"), ElementsAre(Property{"a", "1"}));
    EXPECT_THAT(properties_of("a=1,"), ElementsAre(Property{"a", "1"}));
    EXPECT_THAT(properties_of(",a=1,, b =\t2 "), ElementsAre(Property{"a", "1"}, Property{"b", "2"}));
    EXPECT_THAT(properties_of("a=1,b=2,a=3"), ElementsAre(Property{"a", "1"}, Property{"b", "2"}))
        << "the first counts";
    EXPECT_THAT(
        properties_of("b=two words,a=x=y,c=,micromegas=1"),
        ElementsAre(Property{"a", "x=y"}, Property{"b", "two words"}, Property{"c", ""}, Property{"micromegas", "1"}));
}

TEST_F(Environment, TheOptionsWinOverProcessProperties) {
    setenv(kProcessProperties, "a=environment,b=environment", 1);
    TelemetryOptions with_properties = options();
    with_properties.process_properties = {{"b", "options"}, {"c", "options"}};
    const TelemetryGuard guard = init_telemetry(std::move(with_properties));
    EXPECT_THAT(sink_->process()->properties.properties(),
                ElementsAre(Property{"a", "environment"}, Property{"b", "options"}, Property{"c", "options"}));
}

TEST_F(Environment, ABadProcessPropertyIsRefused) {
    struct Case {
        const char* value;
        const char* message;
    };
    const Case cases[] = {
        {"a=1,b", "entry 2 \"b\" has no \"=\"; write name=value,name=value"},
        {"a=1,=2", "entry 2 \"=2\" has no name before \"=\"; write name=value,name=value"},
        {"a=1,, =2", "entry 3 \"=2\" has no name before \"=\"; write name=value,name=value"},
        {"a=1,micromegas.b=2",
         "entry 2 \"micromegas.b=2\" has a name that begins with \"micromegas.\", which is "
         "reserved for the server; any other is allowed"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(
            refusal(kProcessProperties, c.value),
            std::string{"environment variable MICROMEGAS_PROCESS_PROPERTIES is \""} + c.value + "\": " + c.message);
    }
}

/// The variable in a program that is started now.
std::string parent_that_a_child_finds() {
    const std::unique_ptr<std::FILE, decltype(&pclose)> child{
        popen("printf %s \"$MICROMEGAS_TELEMETRY_PARENT_PROCESS\"", "r"), &pclose};
    std::array<char, 64> text{};
    const std::size_t size = std::fread(text.data(), 1, text.size(), child.get());
    return {text.data(), size};
}

TEST_F(Environment, ChildrenFindTheProcessId) {
    const TelemetryGuard guard = init();
    EXPECT_EQ(parent_that_a_child_finds(), tracing::dispatch::process_id()->to_string());
}

TEST_F(Environment, ChildrenFindNothingWhereThatIsNotWanted) {
    TelemetryOptions without_export = options();
    without_export.export_process_id = false;
    const TelemetryGuard guard = init_telemetry(std::move(without_export));
    EXPECT_EQ(parent_that_a_child_finds(), "");
}

TEST_F(Environment, AnInitialisationThatFailsTellsChildrenNothing) {
    const TelemetryGuard first = init();
    const TelemetryGuard second = init_telemetry({.terminal = {.level = LevelFilter::Off}});
    ASSERT_FALSE(second.error());
    const tracing::TracingSystemGuard third{{}, sink_};
    ASSERT_EQ(third.error(), tracing::InitError::AlreadyInitialised);
    EXPECT_EQ(parent_that_a_child_finds(), tracing::dispatch::process_id()->to_string());
}

TEST_F(Environment, AProcessIsNotItsOwnParent) {
    setenv(kParentProcess, kUuid, 1);
    { const TelemetryGuard guard = init(); }
    const TelemetryGuard guard = init();
    EXPECT_EQ(sink_->process()->parent_process_id->to_string(), kUuid);
    EXPECT_EQ(parent_that_a_child_finds(), tracing::dispatch::process_id()->to_string());
}

TEST_F(Environment, AForkIsAnotherProcess) {
    std::string parent;
    {
        const TelemetryGuard guard = init();
        parent = tracing::dispatch::process_id()->to_string();
    }
    const pid_t pid = fork();
    ASSERT_NE(pid, -1);
    if (pid == 0) {
        const TelemetryGuard guard = init();
        const auto found = sink_->process()->parent_process_id;
        _exit(found && found->to_string() == parent ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0) << "the child does not name its parent";
}

}  // namespace
}  // namespace micromegas::telemetry_sink
