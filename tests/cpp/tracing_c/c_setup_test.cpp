// The set-up of a program by <micromegas/tracing.h>.
#include <micromegas/tracing.h>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/filter.hpp>

#include <gmock/gmock.h>

#include <array>
#include <cstring>
#include <string>

namespace micromegas::tracing {
namespace {

using ::testing::HasSubstr;
using ::testing::StrEq;

mmc_options quiet() {
    mmc_options options = MMC_OPTIONS_INIT;
    options.filter = "off,mine=warn";
    options.terminal_level = -1;
    options.print_errors = -1;
    return options;
}

std::string error_of(const mmc_options& options) {
    mmc_telemetry* const telemetry = mmc_init(&options);
    const char* const error = mmc_error(telemetry);
    const std::string text = error != nullptr ? error : "";
    EXPECT_EQ(dispatch::get_sink() == nullptr, error != nullptr);
    mmc_shutdown(telemetry);
    EXPECT_EQ(dispatch::get_sink(), nullptr);
    return text;
}

TEST(CSetup, LastsUntilItsShutdown) {
    std::array<char, 37> id{"unset"};
    mmc_process_id(id.data());
    EXPECT_THAT(id.data(), StrEq(""));
    const mmc_options options = quiet();
    mmc_telemetry* const telemetry = mmc_init(&options);
    EXPECT_EQ(mmc_error(telemetry), nullptr);
    EXPECT_EQ(current_filter().to_string(), "off,mine=warn");
    mmc_process_id(id.data());
    EXPECT_EQ(std::strlen(id.data()), 36);
    mmc_telemetry* const shared = mmc_init(nullptr);
    EXPECT_EQ(mmc_error(shared), nullptr);
    mmc_shutdown(telemetry);
    EXPECT_NE(dispatch::get_sink(), nullptr);
    mmc_flush();
    mmc_shutdown(shared);
    EXPECT_EQ(dispatch::get_sink(), nullptr);
    EXPECT_EQ(mmc_dropped_events(), 0);
    mmc_shutdown(nullptr);
}

TEST(CSetup, ProcessPropertiesArrive) {
    const std::array<const char*, 5> properties{"release", "1.4", "channel", "beta", nullptr};
    mmc_options options = quiet();
    options.process_properties = properties.data();
    EXPECT_EQ(error_of(options), "");
}

TEST(CSetup, BadOptionsAreNamed) {
    mmc_options options = quiet();
    options.filter = "loud";
    EXPECT_THAT(error_of(options), AllOf(HasSubstr("mmc_options.filter: "), HasSubstr("loud")));

    options = quiet();
    options.terminal_level = 7;
    EXPECT_THAT(error_of(options), HasSubstr("mmc_options.terminal_level is 7; allowed are 1"));

    options = quiet();
    options.terminal_descriptor = -1;
    EXPECT_THAT(error_of(options), HasSubstr("mmc_options.terminal_descriptor is -1; allowed is a descriptor"));

    const std::array<const char*, 2> odd{"release", nullptr};
    options = quiet();
    options.process_properties = odd.data();
    EXPECT_THAT(error_of(options), HasSubstr("\"release\" has no value"));

    const std::array<const char*, 3> reserved{"micromegas.x", "1", nullptr};
    options = quiet();
    options.process_properties = reserved.data();
    EXPECT_THAT(error_of(options), HasSubstr("micromegas.x"));
}

TEST(CSetup, OptionsOfAnotherVersionAreReadAsFarAsTheyGo) {
    struct {
        mmc_options known;
        long later;
    } newer{quiet(), 0};
    newer.known.size = sizeof newer;
    EXPECT_EQ(error_of(newer.known), "");

    mmc_options older = quiet();
    older.size = offsetof(mmc_options, text_file);
    older.text_file = "/nowhere/file";  // beyond its size
    older.terminal_level = 99;
    EXPECT_EQ(error_of(older), "");
}

TEST(CSetup, OptionsThatItDoesNotKnowAreRefused) {
    struct {
        mmc_options known;
        long later;
    } newer{quiet(), 1};
    newer.known.size = sizeof newer;
    ::testing::internal::CaptureStderr();
    EXPECT_THAT(error_of(newer.known), HasSubstr("does not know"));
    mmc_options without_size = quiet();
    without_size.size = 0;
    EXPECT_THAT(error_of(without_size), HasSubstr("mmc_options.size is 0; begin with MMC_OPTIONS_INIT"));
    EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("micromegas: mmc_options.size is 0"));
}

TEST(CSetup, AFilterThatDoesNotParseIsRefusedInWords) {
    const std::string before = current_filter().to_string();
    std::array<char, 200> problem{};
    EXPECT_FALSE(mmc_set_filter("loud", problem.data(), problem.size()));
    EXPECT_THAT(problem.data(), HasSubstr("loud"));
    EXPECT_FALSE(mmc_set_filter("loud", problem.data(), 4));
    EXPECT_EQ(std::strlen(problem.data()), 3);
    EXPECT_EQ(current_filter().to_string(), before);
    EXPECT_TRUE(mmc_set_filter("trace", problem.data(), problem.size()));
    EXPECT_THAT(problem.data(), StrEq(""));
}

}  // namespace
}  // namespace micromegas::tracing
