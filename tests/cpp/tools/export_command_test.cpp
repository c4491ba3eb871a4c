// Traces that the `micromegas` command makes of a recording of every event type.
#include <micromegas/telemetry_sink/file_event_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/filter.hpp>

#include "command_fixture.hpp"

#include <cstdint>
#include <memory>
#include <utility>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <protozero/pbf_reader.hpp>

namespace micromegas {
namespace {

using nlohmann::json;
using telemetry::testing::read_file;
using ::testing::ElementsAre;

/// Of what is left of a TrackEvent.
std::map<std::string, std::string> read_annotations(protozero::pbf_reader& event) {
    constexpr protozero::pbf_tag_type kName = 10;
    std::map<std::string, std::string> annotations;
    while (event.next(4)) {
        protozero::pbf_reader annotation = event.get_message();
        std::string name;
        std::string text;
        while (annotation.next()) {
            std::string& part = annotation.tag() == kName ? name : text;  // before the value is taken
            part = annotation.get_string();
        }
        annotations[name] = text;
    }
    return annotations;
}

TEST_F(CommandTest, ExportMakesPerfettosPackets) {
    ASSERT_EQ(run("export -o " + folder_.file("t") + " " + path_).code, 0);
    const std::string bytes = read_file(folder_.file("t"));
    constexpr std::int32_t kEndOfSlice = 2;
    std::map<std::int32_t, int> events;  // by type
    std::vector<std::map<std::string, std::string>> annotated_ends;
    std::vector<std::string> tracks;
    protozero::pbf_reader trace{bytes};
    while (trace.next(1)) {
        protozero::pbf_reader packet = trace.get_message();
        std::uint64_t time = 0;
        while (packet.next()) {
            if (packet.tag() == 8) {
                time = packet.get_uint64();
            } else if (packet.tag() == 11) {
                protozero::pbf_reader event = packet.get_message();
                ASSERT_TRUE(event.next(9));
                const std::int32_t type = event.get_enum();
                ++events[type];
                if (auto annotations = read_annotations(event); type == kEndOfSlice && !annotations.empty()) {
                    annotated_ends.push_back(std::move(annotations));
                }
                EXPECT_NEAR(static_cast<double>(time), 1.7855856e18, 1e6);
            } else if (packet.tag() == 60) {
                protozero::pbf_reader track = packet.get_message();
                tracks.emplace_back(track.next(2) ? track.get_string() : "-");
            } else {
                packet.skip();
            }
        }
    }
    // Of the instants eight are the begins and ends of async spans.
    EXPECT_EQ(events, (std::map<std::int32_t, int>{{1, 8}, {2, 8}, {3, 14}, {4, 4}}));
    EXPECT_THAT(tracks, ElementsAre("-", "log", "rows: {}", "-", "rows: {}", "engine::sql", "rows: {}", "engine::sql"));
    EXPECT_EQ(annotated_ends,
              (std::vector<std::map<std::string, std::string>>(4, {{"user", "Zo\xC3\xA9"}, {"release", ""}})));
}

TEST_F(CommandTest, ExportMakesChromesJson) {
    ASSERT_EQ(run("export --format chrome -o " + folder_.file("t") + " " + path_).code, 0);
    const json trace = json::parse(read_file(folder_.file("t")));
    std::string phases;
    int with_properties = 0;
    for (const json& event : trace["traceEvents"]) {
        phases += event["ph"].get<std::string>();
        if (event["ph"] == "b") {
            EXPECT_TRUE(event["id"] == 21 || event["id"] == 23) << "that of the outermost";
        } else if (event["ph"] == "e" || event["ph"] == "E") {
            with_properties += event.value("args", json::object()).value("user", "") == "Zo\xC3\xA9" ? 1 : 0;
        }
    }
    EXPECT_EQ(phases, "MiiiiiiCCCCMBBbsbsfefeEEBBbsbsfefeEE");
    EXPECT_EQ(with_properties, 4);
}

TEST_F(CommandTest, PropertiesReplaceNoArgumentOfChromesJson) {
    const std::string recording = folder_.file("properties.mmrec");
    tracing::set_max_level(tracing::LevelFilter::Info);
    ASSERT_FALSE(tracing::dispatch::init_event_dispatch(
        {}, std::make_shared<telemetry_sink::FileEventSink>(
                telemetry_sink::FileSinkOptions{.recording = {.path = recording}})));
    {
        const tracing::ContextGuard context{{{"file", "a.txt"}}};
        MM_INFO("reading", MM_P("line", 7));
    }
    tracing::dispatch::shutdown_dispatch();
    ASSERT_EQ(run("export --format chrome -o " + folder_.file("t") + " " + recording).code, 0);
    const json trace = json::parse(read_file(folder_.file("t")));
    for (const json& event : trace["traceEvents"]) {
        if (event["name"] == "reading") {
            EXPECT_THAT(event["args"]["file"].get<std::string>(), ::testing::EndsWith("export_command_test.cpp"));
            EXPECT_GT(event["args"]["line"].get<int>(), 7);
            EXPECT_EQ(event["args"]["property.file"], "a.txt");
            EXPECT_EQ(event["args"]["property.line"], "7");
            return;
        }
    }
    ADD_FAILURE() << "no entry";
}

TEST_F(CommandTest, AFileThatCannotBeWrittenIsTold) {
    const Answer missing = run("export -o /no/such/folder/t " + path_);
    EXPECT_EQ(missing.code, 2);
    EXPECT_EQ(missing.errors, "/no/such/folder/t: cannot be written: No such file or directory\n");
    const Answer full = run("export -o /dev/full " + path_);
    EXPECT_EQ(full.code, 1);
    EXPECT_EQ(full.errors, "/dev/full: cannot be written: No space left on device\n");
}

}  // namespace
}  // namespace micromegas
