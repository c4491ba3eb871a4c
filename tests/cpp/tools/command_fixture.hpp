// The command, run on a recording of every event type.
#pragma once

#include <micromegas/telemetry/encode_items.hpp>

#include "recording_fixture.hpp"
#include "sample_blocks.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>

namespace micromegas {

struct Answer {
    int code;
    std::string out;
    std::string errors;
};

class CommandTest : public ::testing::Test {
protected:
    [[nodiscard]] Answer run(const std::string& arguments) const {
        const std::string command = std::string{MICROMEGAS_COMMAND} + " " + arguments + " 2>" + folder_.file("errors");
        Answer answer{};
        std::FILE* const pipe = popen(command.c_str(), "r");
        std::array<char, 4096> part{};
        for (std::size_t size = 0; (size = std::fread(part.data(), 1, part.size(), pipe)) > 0;) {
            answer.out.append(part.data(), size);
        }
        answer.code = WEXITSTATUS(pclose(pipe));
        answer.errors = telemetry::testing::read_file(folder_.file("errors"));
        return answer;
    }

    /// A tick is a nanosecond, and the process began at 12:00.
    static tracing::ProcessInfo process() {
        tracing::ProcessInfo info = telemetry::testing::some_process();
        info.tsc_frequency = 1'000'000'000;
        info.start_ticks = 0;
        info.start_time -= std::chrono::nanoseconds{789};
        return info;
    }

    static tracing::EventStream stream_of(const tracing::testing::SampleBlock& sample) {
        static const std::map<std::string_view, std::string> kTags{{"log", "log"},
                                                                   {"metrics", "metrics"},
                                                                   {"thread", "cpu"},
                                                                   {"image", "image"},
                                                                   {"unknown", "log"},
                                                                   {"unreal-log", "log"},
                                                                   {"unreal-metrics", "metrics"},
                                                                   {"unreal-net", "net"},
                                                                   {"unreal-thread", "cpu"}};
        tracing::EventStream stream = telemetry::testing::stream_number(
            static_cast<std::uint8_t>(100 + std::distance(kTags.begin(), kTags.find(sample.name))));
        stream.tags = {kTags.at(sample.name)};
        stream.properties = {{"thread-id", "77"}, {"thread-name", "worker"}};
        stream.dependencies_metadata = sample.dependencies_metadata;
        stream.objects_metadata = sample.objects_metadata;
        return stream;
    }

    static telemetry::BlockHeader header_of(const tracing::EventStream& stream, std::uint32_t events) {
        return {.block_id = tracing::Uuid::random(),
                .stream_id = stream.stream_id,
                .process_id = stream.process_id,
                .begin = {.ticks = -1000, .time = process().start_time},
                .end = {.ticks = 1000, .time = process().start_time},
                .object_offset = 0,
                .object_count = events};
    }

    static void write(telemetry::RecordingWriter& writer, const tracing::testing::SampleBlock& sample,
                      std::uint32_t events) {
        const tracing::EventStream stream = stream_of(sample);
        telemetry::BlockEncoder encoder;
        telemetry::testing::Bytes item;
        ASSERT_FALSE(encoder.encode(header_of(stream, events), sample.dependencies, sample.objects, item));
        ASSERT_FALSE(writer.write_block(stream, item));
    }

    void SetUp() override {
        telemetry::RecordingWriter writer{{.path = path_}};
        ASSERT_FALSE(writer.open());
        writer.begin_process(process());
        write(writer, tracing::testing::log_sample(), 6);
        write(writer, tracing::testing::metrics_sample(), 4);
        write(writer, tracing::testing::thread_sample(), 16);
        write(writer, tracing::testing::image_sample(), 2);
        ASSERT_FALSE(writer.close({}));
    }

    const telemetry::testing::ScopedFolder folder_;
    const std::string path_ = folder_.file("run.mmrec");
};

}  // namespace micromegas
