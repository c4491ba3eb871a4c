// Files, rotation, JSON, and lines while writing fails.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/local_event_sink.hpp>
#include <micromegas/telemetry_sink/text_file_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

using namespace std::string_literals;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using tracing::Level;
using tracing::LevelFilter;
using tracing::LogMetadata;

const LogMetadata kInfo{Level::Info, "", "engine::sql", "", "src/sql.cpp", 12};

class TextSinkTest : public ::testing::Test {
protected:
    TextSinkTest() {
        std::string name = (std::filesystem::temp_directory_path() / "micromegas-text-XXXXXX").string();
        folder_ = mkdtemp(name.data());
        pthread_setname_np(pthread_self(), "loader");
    }
    ~TextSinkTest() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string path(const std::string& name = "log.txt") const { return (folder_ / name).string(); }
    [[nodiscard]] static std::string read(const std::string& path) {
        std::ifstream file{path};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    [[nodiscard]] std::string line(const LineOptions& options, std::string_view message,
                                   const std::vector<tracing::PropertyView>& properties = {}) const {
        std::filesystem::remove(path());
        TextFileSink sink{{.path = path(), .line = options}};
        sink.on_log(kInfo, properties, 0, message);
        return read(path());
    }

    std::filesystem::path folder_;
};

TEST_F(TextSinkTest, AFileIsAppendedToAndALineIsThereWhenTheCallReturns) {
    {
        TextFileSink sink{{.path = path()}};
        sink.on_log(kInfo, {}, 0, "one");
        EXPECT_THAT(read(path()), MatchesRegex(".{27} INFO  \\[engine::sql\\] one\n"));
    }
    TextFileSink sink{{.path = path()}};
    sink.on_log(kInfo, {}, 0, "two");
    EXPECT_THAT(read(path()), MatchesRegex(".{27} INFO  \\[engine::sql\\] one\n.{27} INFO  \\[engine::sql\\] two\n"));
}

TEST_F(TextSinkTest, DeferredLinesAreWrittenTogether) {
    TextFileSink sink{{.path = path()}};
    EXPECT_EQ(sink.interest().text, LevelFilter::Off);
    EXPECT_EQ(sink.interest().deferred_text, LevelFilter::Trace);
    sink.on_deferred_log(kInfo, {}, 0, "one", "");
    sink.on_deferred_log(kInfo, {}, 0, "two", "");
    EXPECT_EQ(read(path()), "");
    sink.on_deferred_logs_end();
    EXPECT_THAT(read(path()), MatchesRegex(".* one\n.* two\n"));
    const TextFileSink at_once{{.path = path(), .delivery = TextDelivery::AtOnce}};
    EXPECT_EQ(at_once.interest().text, LevelFilter::Trace);
    EXPECT_EQ(at_once.interest().deferred_text, LevelFilter::Off);
}

TEST_F(TextSinkTest, LinesOfAFileThatAreFormattedAtOnceAreWrittenTogetherButForWarnings) {
    TextFileSink sink{{.path = path(), .delivery = TextDelivery::AtOnce}};
    EXPECT_TRUE(sink.interest().buffers_text);
    sink.on_log(kInfo, {}, 0, "one");
    EXPECT_EQ(read(path()), "");
    const LogMetadata warning{Level::Warn, "", "engine::sql", "", "src/sql.cpp", 13};
    sink.on_log(warning, {}, 0, "two");
    EXPECT_THAT(read(path()), MatchesRegex(".* one\n.* two\n"));
    sink.on_log(kInfo, {}, 0, "three");
    sink.on_deferred_logs_end();
    EXPECT_THAT(read(path()), MatchesRegex(".* one\n.* two\n.* three\n"));
    const std::string text(1000, 'x');
    for (int i = 0; i < 200; ++i) {
        sink.on_log(kInfo, {}, 0, text);
    }
    EXPECT_GT(read(path()).size(), 100'000U) << "no more than 64 KiB wait";
}

TEST_F(TextSinkTest, LinesOfSeveralThreadsStayWholeInAFile) {
    constexpr int kThreads = 4;
    constexpr int kLines = 2000;
    tracing::set_max_level(LevelFilter::Info);
    {
        const TelemetryGuard guard =
            init_telemetry({.terminal = {.level = LevelFilter::Off},
                            .text_file = TextFileOptions{.path = path(), .delivery = TextDelivery::AtOnce}});
        ASSERT_EQ(guard.error_message(), "");
        std::vector<std::thread> threads;
        for (int number = 0; number < kThreads; ++number) {
            threads.emplace_back([number] {
                for (int i = 0; i < kLines; ++i) {
                    MM_INFO("{}: {}", number, i);
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }
    std::ifstream file{path()};
    std::array<int, kThreads> next{};
    for (std::string line; std::getline(file, line);) {
        const std::size_t message = line.find("] ") + 2;
        const auto number = static_cast<std::size_t>(line.at(message) - '0');
        EXPECT_EQ(std::stoi(line.substr(message + 3)), next.at(number)++) << line;
    }
    EXPECT_THAT(next, ::testing::Each(kLines));
    tracing::set_max_level(LevelFilter::Trace);
}

TEST_F(TextSinkTest, TheTimeIsThatOfTheEntry) {
    TextFileSink sink{{.path = path()}};
    const auto second_now = [] {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        return static_cast<int>(now.time_since_epoch().count() % 60);
    };
    const int before = second_now();
    const std::int64_t early = tracing::now();
    const int after = second_now();
    std::this_thread::sleep_for(std::chrono::milliseconds{1100});
    sink.on_deferred_log(kInfo, {}, early, "early", "");
    sink.on_deferred_log(kInfo, {}, tracing::now(), "late", "");
    sink.on_deferred_logs_end();
    const std::string text = read(path());
    EXPECT_THAT(std::stoi(text.substr(17, 2)), AnyOf(before, after));
    EXPECT_NE(text.substr(17, 2), text.substr(text.find('\n') + 18, 2));
}

TEST_F(TextSinkTest, OptionsOfALine) {
    EXPECT_THAT(line({.thread = true}, "m"), HasSubstr(" INFO  (loader) [engine::sql] m\n"));
    EXPECT_THAT(line({.source = true}, "m", {{"a", "1"}}), HasSubstr("] m a=1 (src/sql.cpp:12)\n"));
    setenv("TZ", "IST-5:30", 1);
    tzset();
    EXPECT_THAT(line({.local_time = true}, "m"), MatchesRegex(".{26}\\+05:30 INFO  \\[engine::sql\\] m\n"));
    unsetenv("TZ");
    tzset();
}

TEST_F(TextSinkTest, NamesAndValuesOfPropertiesAreQuotedWhereTheyWouldBeAmbiguous) {
    EXPECT_THAT(line({}, "m", {{"path", "C:\\dir"}, {"who", "Ada"}}), HasSubstr("] m path=C:\\dir who=Ada\n"));
    EXPECT_THAT(line({}, "m", {{"query", "a b=1"}, {"b", ""}, {"two words", "x"}}),
                HasSubstr("] m query=\"a b=1\" b=\"\" \"two words\"=x\n"));
    EXPECT_THAT(line({}, "m", {{"said", "\"C:\\\"\n"}}), HasSubstr(R"(] m said="\"C:\\\"\x0a")"
                                                                   "\n"));
    EXPECT_THAT(line({}, "m", {{"name", "Zo\u00eb"}, {"cut", "\xc3"}}), HasSubstr("] m name=Zo\u00eb cut=\ufffd\n"));
}

TEST_F(TextSinkTest, ATerminalObeysNoCharacterOfALine) {
    EXPECT_THAT(line({},
                     "\x1b[2J \u009b2J \x9b"
                     "2J \u00a0",
                     {{"file", "\u202egpj.exe"}}),
                HasSubstr("] \\x1b[2J \\x9b2J \ufffd2J \u00a0 file=\"\\u202egpj.exe\"\n"));
    EXPECT_THAT(line({}, "\u061c\u200e\u200f\u202a\u2066\u2069 \u0628 \u200d \u2065 \u206a"),
                HasSubstr("] \\u061c\\u200e\\u200f\\u202a\\u2066\\u2069 \u0628 \u200d \u2065 \u206a\n"));
    const std::string json = line({.json = true}, "\u202e");
    EXPECT_THAT(json, HasSubstr(R"("\u202e")"));
    EXPECT_EQ(nlohmann::json::parse(json)["message"], "\u202e");
}

TEST_F(TextSinkTest, ALineOfJsonIsJson) {
    const std::string text =
        line({.json = true, .thread = true, .source = true},
             "quote \" back \\ line \n nul \0 csi \u009b cut \xc3 \u4e16"s, {{"a\n", "1"}, {"b", ""}});
    EXPECT_EQ(std::ranges::count(text, '\n'), 1);
    EXPECT_EQ(text.find("\u009b"), std::string::npos) << "a terminal would obey it";
    const auto parsed = nlohmann::json::parse(text);
    EXPECT_EQ(parsed["level"], "info");
    EXPECT_EQ(parsed["target"], "engine::sql");
    EXPECT_EQ(parsed["message"], "quote \" back \\ line \n nul \0 csi \u009b cut \ufffd \u4e16"s);
    EXPECT_EQ(parsed["file"], "src/sql.cpp");
    EXPECT_EQ(parsed["line"], 12);
    EXPECT_EQ(parsed["thread"], "loader");
    EXPECT_EQ(parsed["properties"], (nlohmann::json{{"a\n", "1"}, {"b", ""}}));
    EXPECT_THAT(parsed["time"].get<std::string>(), MatchesRegex(".{26}Z"));
    EXPECT_FALSE(nlohmann::json::parse(line({.json = true}, "m")).contains("properties"));
}

TEST_F(TextSinkTest, NumbersAndBooleansAreThoseOfJson) {
    const double infinity = std::numeric_limits<double>::infinity();
    const std::string text = line({.json = true}, "m",
                                  {{"int", std::numeric_limits<std::int64_t>::min()},
                                   {"uint", std::numeric_limits<std::uint64_t>::max()},
                                   {"double", 1e300},
                                   {"float", 0.1F},
                                   {"bool", true},
                                   {"text", "1"},
                                   {"infinity", -infinity},
                                   {"nan", std::numeric_limits<float>::quiet_NaN()}});
    EXPECT_THAT(text,
                HasSubstr(R"({"int":-9223372036854775808,"uint":18446744073709551615,"double":1e+300,"float":0.1,)"
                          R"("bool":true,"text":"1","infinity":"-inf","nan":"nan"})"));
    EXPECT_FALSE(nlohmann::json::parse(text).is_discarded());
    EXPECT_THAT(line({}, "m", {{"n", -1}, {"b", false}, {"d", 0.5}, {"t", "a\nb"}}),
                HasSubstr(R"(] m n=-1 b=false d=0.5 t="a\x0ab")"));
}

TEST_F(TextSinkTest, AFileThatIsLargeEnoughGetsASuccessor) {
    constexpr std::uint64_t kMost = 500;
    {
        TextFileSink sink{{.path = path(), .max_bytes = kMost, .max_files = 3}};
        for (int i = 100; i < 140; ++i) {
            sink.on_deferred_log(kInfo, {}, 0, "entry " + std::to_string(i), "");
        }
        sink.on_deferred_logs_end();
    }
    std::string all;
    for (const char* const name : {"log.txt.2", "log.txt.1", "log.txt"}) {
        const std::string text = read(path(name));
        EXPECT_LE(text.size(), kMost) << name;
        EXPECT_GT(text.size(), 0U) << name;
        EXPECT_EQ(text.back(), '\n') << "whole lines";
        all += text;
    }
    EXPECT_FALSE(std::filesystem::exists(path("log.txt.3")));
    int last = 139;
    for (std::size_t at = all.rfind("entry "); at != std::string::npos && at != 0; at = all.rfind("entry ", at - 1)) {
        EXPECT_EQ(std::stoi(all.substr(at + 6)), last--) << "none is missing in between";
    }
    EXPECT_LT(last, 125);
    TextFileSink sink{{.path = path(), .max_bytes = kMost, .max_files = 1}};
    sink.on_log(kInfo, {}, 0, std::string(600, 'x'));
    EXPECT_GT(read(path()).size(), 600U) << "a line that is longer than a file";
    sink.on_log(kInfo, {}, 0, "next");
    EXPECT_THAT(read(path()), MatchesRegex(".* next\n"));
}

TEST_F(TextSinkTest, AFileThatCannotBeOpenedIsAnErrorThatChangesNothing) {
    const std::string nowhere = path("no-folder/log.txt");
    EXPECT_TRUE(TextFileSink{{.path = nowhere}}.error());
    const TelemetryGuard guard = init_telemetry({.text_file = TextFileOptions{.path = nowhere}, .print_errors = false});
    EXPECT_EQ(guard.error(), tracing::InitError::CannotOpenFile);
    EXPECT_EQ(guard.error_message(),
              "TelemetryOptions::text_file: cannot open \"" + nowhere + "\" for appending: No such file or directory");
    EXPECT_EQ(tracing::dispatch::get_sink(), nullptr);
}

TEST_F(TextSinkTest, OptionsOutOfTheirRangesAreErrorsThatChangeNothing) {
    for (const unsigned max_files : {0U, 1001U}) {
        const TextFileOptions file{.path = path(), .max_files = max_files};
        EXPECT_EQ(TextFileSink{file}.error(), std::errc::invalid_argument);
        const TelemetryGuard guard = init_telemetry({.text_file = file, .print_errors = false});
        EXPECT_EQ(guard.error(), tracing::InitError::OptionOutOfRange);
        EXPECT_EQ(guard.error_message(),
                  fmt::format("TextFileOptions::max_files is {}; allowed is from 1 to 1000", max_files));
    }
    for (const auto& [period, text] : {std::pair{-5, "-5 ms"}, {-1000, "-1 seconds"}}) {
        const TelemetryGuard guard = init_telemetry({.text_file = TextFileOptions{.path = path()},
                                                     .flush_period = std::chrono::milliseconds{period},
                                                     .print_errors = false});
        EXPECT_EQ(guard.error(), tracing::InitError::OptionOutOfRange);
        EXPECT_EQ(guard.error_message(),
                  fmt::format("TelemetryOptions::flush_period is {}; allowed is from 0 to 31536000 seconds", text));
    }
    const TelemetryGuard guard = init_telemetry(
        {.terminal = {.descriptor = -1}, .text_file = TextFileOptions{.path = path()}, .print_errors = false});
    EXPECT_EQ(guard.error(), tracing::InitError::OptionOutOfRange);
    EXPECT_EQ(guard.error_message(),
              "TerminalOptions::descriptor is -1; allowed is one that is open for writing, from 0");
    EXPECT_EQ(tracing::dispatch::get_sink(), nullptr);
    EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(TextSinkTest, ThroughTheFrontDoor) {
    tracing::set_max_level(LevelFilter::Info);
    {
        const TelemetryGuard guard =
            init_telemetry({.terminal = {.level = LevelFilter::Off}, .text_file = TextFileOptions{.path = path()}});
        ASSERT_EQ(guard.error_message(), "");
        MM_INFO("deferred {}", 1);
        MM_WARN("at once {}", 2);
        EXPECT_THAT(read(path()), MatchesRegex(".*deferred 1\n.*at once 2\n"));
        MM_INFO("the last");
        const TelemetryGuard second =
            init_telemetry({.text_file = TextFileOptions{.path = path("second.txt")}, .print_errors = false});
        EXPECT_FALSE(std::filesystem::exists(path("second.txt"))) << "an initialisation that fails changes nothing";
    }
    EXPECT_THAT(read(path()), MatchesRegex(".*\n.*\n.*the last\n"));
    tracing::set_max_level(LevelFilter::Trace);
}

TEST_F(TextSinkTest, LostLinesAreCountedAndReportedInTheirPlace) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(pipe2(pipe.data(), O_CLOEXEC | O_NONBLOCK), 0);
    LocalEventSink sink{{.descriptor = pipe[1], .delivery = TextDelivery::AtOnce}};
    constexpr std::size_t kLines = 3000;
    for (std::size_t i = 0; i < kLines; ++i) {
        sink.on_log(kInfo, {}, 0, std::string(1000, 'x'));
    }
    const std::uint64_t lost = sink.lost_lines();
    EXPECT_GT(lost, 0U) << "neither in the pipe nor among the waiting lines";
    std::string text;
    std::array<char, 65536> part{};
    for (;;) {
        const ssize_t size = ::read(pipe[0], part.data(), part.size());
        if (size > 0) {
            text.append(part.data(), static_cast<std::size_t>(size));
        } else if (text.find("lost here") == std::string::npos) {
            sink.on_deferred_logs_end();
        } else {
            break;
        }
    }
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(text, '\n')), kLines - lost + 1) << "each whole";
    EXPECT_THAT(text, HasSubstr(" WARN  [micromegas.meta] " + std::to_string(lost) +
                                " lines were lost here: Resource temporarily unavailable\n"));
    EXPECT_EQ(sink.lost_lines(), lost);
    close(pipe[0]);
    close(pipe[1]);
}

}  // namespace
}  // namespace micromegas::telemetry_sink
