// The exact lines of LocalEventSink.
#include <micromegas/telemetry_sink/local_event_sink.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

using namespace std::string_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using tracing::Level;
using tracing::LevelFilter;
using tracing::LogMetadata;

constexpr auto kTime = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z ";

class LocalEventSinkTest : public ::testing::Test {
protected:
    void TearDown() override { unsetenv("NO_COLOR"); }

    LocalEventSink make(Colors colors = Colors::Automatic, LevelFilter level = LevelFilter::Trace) const {
        return LocalEventSink{{.level = level, .descriptor = fileno(file_.get()), .colors = colors}};
    }

    [[nodiscard]] std::string written() const {
        std::rewind(file_.get());
        std::string text;
        for (int c = std::fgetc(file_.get()); c != EOF; c = std::fgetc(file_.get())) {
            text.push_back(static_cast<char>(c));
        }
        return text;
    }

    /// The line after the time.
    [[nodiscard]] std::string line(Level level, std::string_view target, std::string_view message,
                                   const tracing::PropertySet& properties = {},
                                   Colors colors = Colors::Automatic) const {
        const LogMetadata desc{level, "", target, "", "", 0};
        make(colors).on_log(desc, properties.views(), 0, message);
        const std::string text = written();
        const std::size_t last_line = text.rfind("\n", text.size() - 2) + 1;  // npos + 1 is 0
        return text.substr(last_line + std::string_view{"2026-11-22T17:26:38.123456Z "}.size());
    }

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    const std::unique_ptr<std::FILE, Close> file_{std::tmpfile()};
};

TEST_F(LocalEventSinkTest, ALineIsTimeLevelTargetMessage) {
    const LogMetadata desc{Level::Info, "", "engine::sql", "", "", 0};
    make().on_log(desc, {}, 0, "registered table airports: 3376 rows");
    EXPECT_THAT(written(), MatchesRegex(kTime + "INFO  \\[engine::sql\\] registered table airports: 3376 rows\n"s));
}

TEST_F(LocalEventSinkTest, TheTimeIsUtcAndNow) {
    setenv("TZ", "Pacific/Kiritimati", 1);  // UTC+14: not the same hour anywhere
    tzset();
    const LogMetadata desc{Level::Info, "", "t", "", "", 0};
    const auto before = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    make().on_log(desc, {}, 0, "m");
    const auto after = std::chrono::system_clock::now();
    const std::string text = written();
    std::tm utc{};
    ASSERT_NE(strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &utc), nullptr) << text;
    const auto time = std::chrono::system_clock::from_time_t(timegm(&utc)) +
                      std::chrono::microseconds{std::stoi(text.substr(text.find('.') + 1, 6))};
    EXPECT_GE(time, before);
    EXPECT_LE(time, after);
    unsetenv("TZ");
    tzset();
}

TEST_F(LocalEventSinkTest, EachLevelHasItsName) {
    EXPECT_EQ(line(Level::Fatal, "t", "m"), "FATAL [t] m\n");
    EXPECT_EQ(line(Level::Error, "t", "m"), "ERROR [t] m\n");
    EXPECT_EQ(line(Level::Warn, "t", "m"), "WARN  [t] m\n");
    EXPECT_EQ(line(Level::Info, "t", "m"), "INFO  [t] m\n");
    EXPECT_EQ(line(Level::Debug, "t", "m"), "DEBUG [t] m\n");
    EXPECT_EQ(line(Level::Trace, "t", "m"), "TRACE [t] m\n");
}

TEST_F(LocalEventSinkTest, EachLevelHasItsColor) {
    EXPECT_EQ(line(Level::Fatal, "t", "m", {}, Colors::Always), "\x1b[31mFATAL\x1b[0m [t] m\n");
    EXPECT_EQ(line(Level::Error, "t", "m", {}, Colors::Always), "\x1b[31mERROR\x1b[0m [t] m\n");
    EXPECT_EQ(line(Level::Warn, "t", "m", {}, Colors::Always), "\x1b[33mWARN \x1b[0m [t] m\n");
    EXPECT_EQ(line(Level::Info, "t", "m", {}, Colors::Always), "\x1b[36mINFO \x1b[0m [t] m\n");
    EXPECT_EQ(line(Level::Debug, "t", "m", {}, Colors::Always), "\x1b[35mDEBUG\x1b[0m [t] m\n");
    EXPECT_EQ(line(Level::Trace, "t", "m", {}, Colors::Always), "TRACE [t] m\n");
    EXPECT_EQ(line(Level::Error, "t", "m", {}, Colors::Never), "ERROR [t] m\n");
    setenv("NO_COLOR", "1", 1);
    EXPECT_EQ(line(Level::Info, "t", "m", {}, Colors::Always), "\x1b[36mINFO \x1b[0m [t] m\n")
        << "the program's own word";
}

/// The text on a terminal.
std::string on_terminal(const char* no_color) {
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    EXPECT_TRUE(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    std::FILE* const terminal = std::fopen(ptsname(master), "r+");
    if (no_color != nullptr) {
        setenv("NO_COLOR", no_color, 1);
    }
    const LogMetadata desc{Level::Error, "", "t", "", "", 0};
    LocalEventSink sink{{.descriptor = fileno(terminal)}};
    EXPECT_EQ(sink.interest().text, LevelFilter::Trace) << "at once, where a person looks on";
    sink.on_log(desc, {}, 0, "m");
    sink.on_shutdown();
    char text[256] = {};
    const ssize_t size = read(master, text, sizeof text);
    std::fclose(terminal);
    close(master);
    unsetenv("NO_COLOR");
    return {text, static_cast<std::size_t>(size)};
}

TEST_F(LocalEventSinkTest, ColorsAreForTerminalsUnlessNoColorIsSet) {
    EXPECT_THAT(on_terminal(nullptr), HasSubstr("\x1b[31mERROR\x1b[0m [t] m"));
    EXPECT_THAT(on_terminal(""), HasSubstr("\x1b[31mERROR\x1b[0m")) << "no-color.org: when not an empty string";
    EXPECT_THAT(on_terminal("1"), AllOf(HasSubstr("ERROR [t] m"), Not(HasSubstr("\x1b["))));
    EXPECT_EQ(line(Level::Error, "t", "m"), "ERROR [t] m\n") << "a file";
}

TEST_F(LocalEventSinkTest, PropertiesFollowTheMessage) {
    EXPECT_EQ(line(Level::Warn, "t", "slow", {{"table", "airports"}, {"ms", "12"}}),
              "WARN  [t] slow ms=12 table=airports\n");
    EXPECT_EQ(line(Level::Warn, "t", "", {{"a", ""}}), "WARN  [t]  a=\"\"\n");
}

TEST_F(LocalEventSinkTest, CharactersThatBreakTheLineOrTheTerminalAreEscaped) {
    EXPECT_EQ(line(Level::Info, "t", "one\ntwo\r\tthree"), "INFO  [t] one\\x0atwo\\x0d\\x09three\n");
    EXPECT_EQ(line(Level::Info, "t", "\x1b[2J\x7f\x01" + "a\0b"s), "INFO  [t] \\x1b[2J\\x7f\\x01a\\x00b\n");
    EXPECT_EQ(line(Level::Info, "a\nb", "m", {{"n\n", "v\x1b"}}), "INFO  [a\\x0ab] m \"n\\x0a\"=\"v\\x1b\"\n");
    EXPECT_EQ(line(Level::Info, "t", "csi \u009b[2J nel \u0085."), "INFO  [t] csi \\x9b[2J nel \\x85.\n")
        << "the control characters beyond ASCII, which terminals obey too";
    EXPECT_EQ(line(Level::Info, "t", "\u0080 \u009f"), "INFO  [t] \\x80 \\x9f\n");
}

TEST_F(LocalEventSinkTest, OtherTextStaysAsItIs) {
    const std::string text = "gr\u00fc\u00df \u4e16 \U0001F600 \u00a0 \\ \" % {}";
    EXPECT_EQ(line(Level::Info, "t", text), "INFO  [t] " + text + "\n");
    EXPECT_EQ(line(Level::Info, "t", "cut \xc3"), "INFO  [t] cut \ufffd\n");
    EXPECT_EQ(line(Level::Info, "t", "cut \xc2"), "INFO  [t] cut \ufffd\n");
    const std::string megabyte(std::size_t{1} << 20, 'x');
    EXPECT_EQ(line(Level::Info, "t", megabyte), "INFO  [t] " + megabyte + "\n");
}

TEST_F(LocalEventSinkTest, HasALevelOfItsOwn) {
    const LogMetadata info{Level::Info, "", "t", "", "", 0};
    EXPECT_TRUE(make().on_log_enabled(info));
    EXPECT_FALSE(make(Colors::Automatic, LevelFilter::Warn).on_log_enabled(info));
}

TEST_F(LocalEventSinkTest, LinesOfSeveralThreadsDoNotMix) {
    LocalEventSink sink = make();
    const LogMetadata desc{Level::Info, "", "t", "", "", 0};
    {
        std::vector<std::jthread> threads;
        for (const char c : {'a', 'b', 'c', 'd'}) {
            threads.emplace_back([&, c] {
                for (int i = 0; i < 200; ++i) {
                    sink.on_log(desc, {}, 0, std::string(700, c));  // more than a line holds without allocation
                }
            });
        }
    }
    const std::string text = written();
    EXPECT_EQ(std::ranges::count(text, '\n'), 800);
    for (const char c : {'a', 'b', 'c', 'd'}) {
        std::size_t lines = 0;
        const std::string whole = " INFO  [t] " + std::string(700, c) + "\n";
        for (std::size_t at = text.find(whole); at != std::string::npos; at = text.find(whole, at + 1)) {
            ++lines;
        }
        EXPECT_EQ(lines, 200U) << c;
    }
}

}  // namespace
}  // namespace micromegas::telemetry_sink
