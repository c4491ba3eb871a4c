// The code of docs/guide/native.md.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/block_events.hpp>
#include <micromegas/tracing/flush_monitor.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <fmt/chrono.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace telemetry_sink = micromegas::telemetry_sink;
namespace tracing = micromegas::tracing;
namespace transit = micromegas::transit;

namespace engine {

int load(std::string_view csv) {
    MM_SPAN_FUNCTION();
    const auto rows = static_cast<int>(std::ranges::count(csv, '\n'));
    if (rows == 0) {
        MM_WARN("the table is empty");
    }
    MM_INFO("{} rows", rows);
    MM_IMETRIC("rows", "count", rows);
    return rows;
}

}  // namespace engine

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// begin: sink
/// Counts the bytes that would go to a server.
class ByteCounter final : public tracing::NullEventSink {
public:
    tracing::SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept override {
        bytes_ += block->dependencies.size() + block->objects.size();
    }
    std::size_t bytes() const noexcept { return bytes_; }

private:
    std::atomic<std::size_t> bytes_ = 0;
};
// end

// begin: init
int run(const std::shared_ptr<tracing::EventSink>& sink) {
    const auto telemetry = telemetry_sink::init_telemetry({
        .sinks = {sink},
        .flush_period = std::chrono::seconds{10},
    });
    if (telemetry.error()) {
        std::fprintf(stderr, "%s\n", telemetry.error_message().c_str());
        return 1;
    }
    return engine::load("a,b\n1,2\n") == 2 ? 0 : 1;
}
// end

// begin: text-sink
/// Lines in a form of your own.
class OwnLines final : public tracing::NullEventSink {
public:
    explicit OwnLines(std::FILE* out) : out_(out) {}
    tracing::SinkInterest interest() const noexcept override { return {.text = tracing::LevelFilter::Trace}; }
    void on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                std::int64_t /*ticks*/, std::string_view message) noexcept override {
        const auto now = std::chrono::system_clock::now();
        std::string line = fmt::format("{:%H:%M:%S} {} {}: {}", std::chrono::floor<std::chrono::seconds>(now),
                                       tracing::to_string(desc.level), desc.target, message);
        for (const auto& [name, value] : properties) {
            line += fmt::format(" {}={}", name, tracing::to_text(value));
        }
        line += '\n';
        std::fwrite(line.data(), 1, line.size(), out_);  // several threads may log at once; fwrite locks the stream
    }

private:
    std::FILE* out_;
};
// end

TEST(NativeGuide, ASinkOfOnesOwnWritesLines) {
    ::testing::internal::CaptureStdout();
    {
        const auto telemetry = telemetry_sink::init_telemetry({
            .terminal = {.level = tracing::LevelFilter::Off},
            .sinks = {std::make_shared<OwnLines>(stdout)},
        });
        MM_LOG("engine", tracing::Level::Warn, "a line", MM_P("rows", 2));
    }
    std::fflush(stdout);
    EXPECT_THAT(::testing::internal::GetCapturedStdout(),
                ::testing::MatchesRegex("[0-9:]+ warn engine: a line rows=2\n"));
}

TEST(NativeGuide, ASinkThatAsksForBlocksGetsThem) {
    const auto sink = std::make_shared<ByteCounter>();
    EXPECT_EQ(run(sink), 0);
    EXPECT_GT(sink->bytes(), 0U);
}

// begin: builder
int run_with_settings() {
    const auto telemetry = telemetry_sink::TelemetryGuardBuilder{}
                               .with_process_property("release", "1.4")
                               .with_target_level("engine::sql", tracing::LevelFilter::Debug)
                               .with_flush_period(std::chrono::seconds{10})
                               .with_cpu_tracing(true)
                               .build();
    return engine::load("a,b\n1,2\n") == 2 ? 0 : 1;
}
// end

TEST(NativeGuide, ABuilderTakesSettingsOneByOne) { EXPECT_EQ(run_with_settings(), 0); }

// begin: dispatch
int run_without_terminal(const std::shared_ptr<tracing::EventSink>& sink) {
    const tracing::TracingSystemGuard guard{
        {.memory_limit = std::size_t{64} << 20, .cpu_tracing_enabled = true},
        sink,
    };
    if (guard.error()) {
        std::fprintf(stderr, "%s\n", guard.error().message().c_str());
        return 1;
    }
    tracing::FlushMonitor monitor{std::chrono::seconds{10}};
    monitor.start();

    engine::load("a,b\n1,2\n");
    tracing::dispatch::flush_all();
    return tracing::dispatch::dropped_events() == 0 ? 0 : 1;
}
// end

TEST(NativeGuide, TheTextFileIsWrittenByItsOptions) {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "micromegas-native-guide";
    std::filesystem::create_directories(folder);
    std::filesystem::current_path(folder);
    {
        // begin: text
        const auto telemetry = telemetry_sink::init_telemetry({
            .terminal = {.level = tracing::LevelFilter::Warn, .descriptor = telemetry_sink::kStandardError},
            .text_file =
                telemetry_sink::TextFileOptions{
                    .path = "engine.log",
                    .max_bytes = 10'000'000,
                    .max_files = 5,
                    .line = {.json = true, .thread = true},
                },
        });
        // end
        EXPECT_EQ(telemetry.error_message(), "");
        engine::load("a,b\n1,2\n");
    }
    EXPECT_GT(std::filesystem::file_size("engine.log"), 0U);
    std::filesystem::current_path("/");
    std::filesystem::remove_all(folder);
}

TEST(NativeGuide, AnErrorBringsABacktrace) {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "micromegas-native-guide";
    std::filesystem::create_directories(folder);
    std::filesystem::current_path(folder);
    tracing::set_filter(tracing::Filter{tracing::LevelFilter::Info});
    {
        // begin: backtrace
        const auto telemetry = telemetry_sink::init_telemetry({
            .text_file = telemetry_sink::TextFileOptions{.path = "engine.log"},
            .backtrace = {.entries = 100, .level = tracing::LevelFilter::Debug},
        });
        // end
        EXPECT_EQ(telemetry.error_message(), "");
        MM_TRACE("too verbose");
        MM_DEBUG("kept");
        MM_INFO("passes");
        MM_ERROR("broken");
        MM_DEBUG("of the next error");
    }
    std::ifstream file{"engine.log"};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line.substr(line.find(' ') + 1));
    }
    using ::testing::MatchesRegex;
    EXPECT_THAT(lines, ::testing::UnorderedElementsAre(
                           MatchesRegex("DEBUG \\[.*\\] kept backtrace=true age_ms=[0-9.e-]+"),
                           MatchesRegex("INFO  \\[.*\\] passes"), MatchesRegex("ERROR \\[.*\\] broken")));
    tracing::set_max_level(tracing::LevelFilter::Trace);
    std::filesystem::current_path("/");
    std::filesystem::remove_all(folder);
}

TEST(NativeGuide, AnotherInitialisationIsAnErrorAndHarmless) {
    const auto sink = std::make_shared<ByteCounter>();
    EXPECT_EQ(run_without_terminal(sink), 0);
    EXPECT_GT(sink->bytes(), 0U);
    const tracing::testing::ScopedRecording recording;
    EXPECT_EQ(run_without_terminal(sink), 1);
    engine::load("");
    EXPECT_EQ(recording.spans().size(), 1U);
}

TEST(NativeGuide, SpansAreSwitched) {
    const tracing::testing::ScopedRecording recording;
    tracing::dispatch::set_cpu_tracing_enabled(false);
    // begin: switch
    engine::load("not recorded: spans are off");
    tracing::dispatch::set_cpu_tracing_enabled(true);
    engine::load("its span is recorded");
    // end
    EXPECT_EQ(recording.spans().size(), 1U);
    EXPECT_EQ(recording.metrics().size(), 2U);
}

// begin: scoped-tracing
TEST(Engine, WarnsOfAnEmptyTable) {
    const tracing::testing::ScopedTracing recorded{tracing::Filter{tracing::LevelFilter::Warn}};
    engine::load("");
    EXPECT_THAT(recorded.messages(), ElementsAre("the table is empty"));
}
// end

// begin: scoped-recording
TEST(Engine, CountsItsRowsInASpan) {
    const tracing::testing::ScopedRecording recording;
    engine::load("a,b\n1,2\n");

    ASSERT_EQ(recording.metrics().size(), 1U);
    EXPECT_EQ(recording.metrics()[0].name, "rows");
    EXPECT_EQ(recording.metrics()[0].value, 2);
    ASSERT_EQ(recording.spans().size(), 1U);
    EXPECT_EQ(recording.spans()[0].name, "load");
    EXPECT_TRUE(recording.spans()[0].end);
}
// end

// begin: parse
std::vector<std::string> names_of_spans(const tracing::EventBlock& block) {
    const auto parsed = tracing::parse_event_block(block);
    if (const auto* const error = std::get_if<transit::ParseError>(&parsed)) {
        std::fprintf(stderr, "%s\n", error->message.c_str());
        return {};
    }
    std::vector<std::string> names;
    for (const transit::Object* const event : std::get<transit::ParsedBlock>(parsed).events()) {
        if (const auto span = tracing::as_span(*event); span && span->is_begin) {
            names.emplace_back(span->name);
        }
    }
    return names;
}
// end

TEST(NativeGuide, BlocksCanBeRead) {
    // begin: in-memory
    const auto sink = std::make_shared<tracing::InMemorySink>();
    const tracing::TracingSystemGuard guard{{.cpu_tracing_enabled = true}, sink};
    engine::load("a,b\n1,2\n");
    tracing::dispatch::flush_all();
    const auto blocks = sink->blocks(tracing::StreamKind::Thread);
    // end
    ASSERT_EQ(blocks.size(), 1U);
    EXPECT_THAT(names_of_spans(*blocks[0]), ElementsAre("load"));
}

}  // namespace
