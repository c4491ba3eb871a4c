#include <micromegas/telemetry/decode_items.hpp>
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/file_event_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/block_parser.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include "recording_fixture.hpp"

#include <map>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace micromegas::telemetry_sink {
namespace {

using telemetry::RecordingItemKind;
using telemetry::testing::FullDisk;
using telemetry::testing::read_recording;
using telemetry::testing::ReadFile;
using telemetry::testing::ScopedFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Its events, each block of which is parsed.
struct Events {
    std::uint64_t logs = 0;
    std::uint64_t metrics = 0;
    std::uint64_t spans = 0;
    std::string text;
    std::map<std::string, std::uint64_t> metric_values;

    [[nodiscard]] std::uint64_t total() const { return logs + metrics + spans; }
};

void add(Events& events, const std::string& tag, const transit::Object& event) {
    (tag == "log" ? events.logs : tag == "metrics" ? events.metrics : events.spans) += 1;
    if (const auto* const message = event.get<std::string_view>("msg")) {
        events.text.append(*message).append("\n");
    }
    const auto* const site = event.get<const transit::Object*>("desc");
    if (site != nullptr && tag == "metrics") {
        events.metric_values[std::string{*(*site)->get<std::string_view>("name")}] = *event.get<std::uint64_t>("value");
    }
}

Events events_of(const ReadFile& file) {
    Events events;
    std::map<tracing::Uuid::Bytes, telemetry::StreamItem> streams;
    telemetry::BlockDecoder decoder;
    for (const auto& item : file.items) {
        if (item.kind == RecordingItemKind::Stream) {
            auto decoded = telemetry::decode_stream(item.body);
            auto& stream = *std::get_if<telemetry::StreamItem>(&decoded);
            const tracing::Uuid id = stream.stream_id;
            streams[id.bytes()] = std::move(stream);
        } else if (item.kind == RecordingItemKind::Block) {
            const auto decoded = decoder.decode(item.body);
            const auto& block = *std::get_if<telemetry::BlockItem>(&decoded);
            const auto& stream = streams.at(block.header.stream_id.bytes());
            const auto parsed = tracing::parse_block({.dependencies_metadata = stream.dependencies_metadata,
                                                      .objects_metadata = stream.objects_metadata,
                                                      .dependencies = block.dependencies,
                                                      .objects = block.objects});
            const auto* const parsed_block = std::get_if<transit::ParsedBlock>(&parsed);
            EXPECT_NE(parsed_block, nullptr);
            EXPECT_EQ(parsed_block->events().size(), block.header.object_count);
            for (const transit::Object* const event : parsed_block->events()) {
                add(events, stream.tags.at(0), *event);
            }
        }
    }
    return events;
}

class FileEventSinkTest : public ::testing::Test {
protected:
    void TearDown() override { tracing::dispatch::shutdown_dispatch(); }

    static void init(const std::shared_ptr<FileEventSink>& sink) {
        tracing::set_max_level(tracing::LevelFilter::Trace);
        ASSERT_EQ(sink->error(), std::error_code{});
        ASSERT_FALSE(tracing::dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink));
    }

    static void record(int number) {
        MM_SPAN_SCOPE("work");
        MM_INFO("number {}", number);
        MM_IMETRIC("number", "count", number);
    }

    const ScopedFolder folder_;
    const std::string path_ = folder_.file("run.mmrec");
};

TEST_F(FileEventSinkTest, EventsOfFourThreadsAreInTheFile) {
    const auto sink = std::make_shared<FileEventSink>(FileSinkOptions{.recording = {.path = path_}});
    init(sink);
    constexpr int kThreads = 4;
    constexpr int kNumbers = 5000;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([] {
            for (int number = 0; number < kNumbers; ++number) {
                record(number);
                if (number % 1000 == 0) {
                    tracing::dispatch::flush_all();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    tracing::dispatch::shutdown_dispatch();
    const ReadFile file = read_recording(path_);
    const Events events = events_of(file);
    EXPECT_EQ(events.logs, kThreads * kNumbers);
    EXPECT_EQ(events.metrics, kThreads * kNumbers);
    EXPECT_EQ(events.spans, 2 * kThreads * kNumbers);
    EXPECT_TRUE(file.end.has_value());
    const FileCounts counts = sink->counts();
    EXPECT_EQ(counts.events, (FileFates{.delivered = events.total()}));
    EXPECT_EQ(counts.blocks.delivered, file.blocks().size());
}

TEST_F(FileEventSinkTest, WhileTheDiskIsFullEventsWaitOrAreCounted) {
    const auto sink =
        std::make_shared<FileEventSink>(FileSinkOptions{.recording = {.path = path_}, .max_queue_bytes = 100'000});
    init(sink);
    record(0);
    tracing::dispatch::flush_all();
    {
        const FullDisk disk{100};
        for (int number = 1; !sink->write_error() || sink->counts().events.queue_full == 0; ++number) {
            record(number);
            tracing::dispatch::flush_all();
        }
        EXPECT_TRUE(sink->is_busy());
        EXPECT_EQ(sink->write_error(), std::errc::file_too_large);
    }
    while (sink->counts().events.waiting != 0) {
        std::this_thread::yield();
    }
    tracing::dispatch::shutdown_dispatch();
    const ReadFile file = read_recording(path_);
    const Events events = events_of(file);
    const FileCounts counts = sink->counts();
    EXPECT_EQ(sink->write_error(), std::error_code{});
    EXPECT_EQ(counts.events.delivered, events.total());
    EXPECT_GT(counts.events.queue_full, 0U);
    EXPECT_EQ(counts.events.waiting + counts.events.write_failed + counts.events.memory, 0U);
    EXPECT_EQ(counts.dropped_events_by_kind[0] + counts.dropped_events_by_kind[1] + counts.dropped_events_by_kind[2],
              counts.events.dropped());
    ASSERT_TRUE(file.end.has_value());
    EXPECT_EQ(file.end->lost_events, counts.events.dropped());
    EXPECT_EQ(file.end->lost_blocks, counts.blocks.dropped());
    EXPECT_THAT(events.text, HasSubstr("cannot be written: File too large"));
    EXPECT_THAT(events.text, HasSubstr(" events were lost"));
    EXPECT_EQ(events.metric_values.at("telemetry_dropped_traces"), counts.dropped_events_by_kind[2]);
}

TEST_F(FileEventSinkTest, EventsThatCannotBeWrittenAtTheEndAreCounted) {
    const auto sink = std::make_shared<FileEventSink>(FileSinkOptions{.recording = {.path = path_}});
    init(sink);
    const FullDisk disk{200};  // room for the reports, which are captured in a file
    record(0);
    ::testing::internal::CaptureStderr();
    tracing::dispatch::shutdown_dispatch();
    EXPECT_THAT(::testing::internal::GetCapturedStderr(),
                HasSubstr("events are lost; its end cannot be written: File too large"));
    EXPECT_EQ(sink->counts().events.waiting, 0U);
    EXPECT_GE(sink->counts().events.write_failed, 4U);
    EXPECT_EQ(events_of(read_recording(path_)).total(), 0U);
}

TEST_F(FileEventSinkTest, AnotherSessionHasAnotherFile) {
    const auto sink = std::make_shared<FileEventSink>(FileSinkOptions{.recording = {.path = path_}});
    for (const int numbers : {1, 2}) {
        init(sink);
        for (int number = 0; number < numbers; ++number) {
            record(number);
        }
        tracing::dispatch::shutdown_dispatch();
    }
    EXPECT_THAT(folder_.names(), ElementsAre("run.mmrec", "run.mmrec.1"));
    EXPECT_EQ(events_of(read_recording(path_ + ".1")).logs, 1U);
    EXPECT_EQ(events_of(read_recording(path_)).logs, 2U);
}

TEST_F(FileEventSinkTest, APathThatCannotBeIsAnError) {
    const FileEventSink sink{{.recording = {.path = "/no/such/folder/run"}}};
    EXPECT_EQ(sink.error(), std::errc::no_such_file_or_directory);
    EXPECT_FALSE(sink.interest().blocks);
}

TEST_F(FileEventSinkTest, InitTelemetryRecordsWhereItIsTold) {
    TelemetryOptions options;
    options.terminal.level = tracing::LevelFilter::Off;
    options.recording.path = path_;
    {
        const auto telemetry = init_telemetry(options);
        ASSERT_EQ(telemetry.error_message(), "");
        MM_INFO("hello");
    }
    EXPECT_EQ(events_of(read_recording(path_)).logs, 1U);
    options.recording.path = "/no/such/folder/run";
    options.print_errors = false;
    const auto telemetry = init_telemetry(options);
    EXPECT_EQ(telemetry.error(), tracing::InitError::CannotOpenFile);
    EXPECT_EQ(telemetry.error_message(),
              "a recording cannot be made at \"/no/such/folder/run\": No such file or directory");
    options.recording.path = path_;
    options.recording.max_files = 0U;
    EXPECT_THAT(init_telemetry(options).error_message(),
                HasSubstr("TelemetryOptions::recording.max_files is 0; allowed is "));
}

}  // namespace
}  // namespace micromegas::telemetry_sink
