// The code of docs/guide/recording.md.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/file_event_sink.hpp>
#include <micromegas/telemetry_sink/sampling_sink.hpp>
#include <micromegas/tracing.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace {

class RecordingGuide : public ::testing::Test {
protected:
    RecordingGuide() {
        std::string name = (std::filesystem::temp_directory_path() / "micromegas-XXXXXX").string();
        folder_ = mkdtemp(name.data());
        std::filesystem::current_path(folder_);
    }
    ~RecordingGuide() override {
        std::filesystem::current_path("/");
        std::filesystem::remove_all(folder_);
    }

    std::filesystem::path folder_;
};

TEST_F(RecordingGuide, Options) {
    // begin: options
    const auto telemetry = micromegas::telemetry_sink::init_telemetry({
        .recording = {.path = "run.mmrec", .max_bytes = std::uint64_t{64} << 20, .max_files = 3U},
    });
    // end
    EXPECT_EQ(telemetry.error_message(), "");
    EXPECT_TRUE(std::filesystem::exists("run.mmrec"));
}

void tick() { MM_SPAN_SCOPE("tick"); }

TEST_F(RecordingGuide, Sampling) {
    namespace telemetry_sink = micromegas::telemetry_sink;
    namespace tracing = micromegas::tracing;
    const std::string path = "run.mmrec";
    std::shared_ptr<telemetry_sink::SamplingSink> sampling;
    {
        // begin: sampling
        auto telemetry = telemetry_sink::TelemetryGuardBuilder{}
                             .with_recording(path)
                             .with_cpu_tracing(true)
                             .with_flush_period(std::chrono::seconds{1})
                             .with_delivery_wrapper([&](const std::shared_ptr<tracing::EventSink>& sink) {
                                 sampling = std::make_shared<telemetry_sink::SamplingSink>(
                                     sink, telemetry_sink::SamplingOptions{
                                               .frame = "tick", .slow = std::chrono::milliseconds{33}, .work = "tick"});
                                 return sampling;
                             })
                             .build();
        // end
        ASSERT_EQ(telemetry.error_message(), "");
        tick();
    }
    EXPECT_GE(sampling->counts().passed_events, 2U);
    EXPECT_GE(std::filesystem::file_size(path), 1U);
}

TEST_F(RecordingGuide, Sink) {
    // begin: sink
    using namespace micromegas::telemetry_sink;

    const auto file = std::make_shared<FileEventSink>(FileSinkOptions{.recording = {.path = "run.mmrec"}});
    {
        const auto telemetry = init_telemetry({.sinks = {file}});
        MM_INFO("recorded");
    }
    const FileCounts counts = file->counts();
    // counts.events.delivered is 1 or more, counts.events.dropped() is 0
    // end
    EXPECT_GE(counts.events.delivered, 1U);
    EXPECT_EQ(counts.events.dropped(), 0U);
}

}  // namespace
