// The code of docs/guide/recording.md.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/file_event_sink.hpp>
#include <micromegas/tracing.hpp>

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
