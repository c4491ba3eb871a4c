// The `micromegas` command on a recording of every event type, and on what is wrong with others.
#include "command_fixture.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace micromegas {
namespace {

using nlohmann::json;
using telemetry::testing::read_file;
using telemetry::testing::write_file;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

TEST_F(CommandTest, InspectShowsLogsMetricsAndSpans) {
    const Answer answer = run("inspect " + path_);
    EXPECT_EQ(answer.errors, "");
    EXPECT_EQ(answer.code, 0);
    EXPECT_EQ(answer.out,
              "2026-08-01T12:00:00.000000Z INFO  [engine::sql] rows: {}\n"
              "2026-08-01T12:00:00.000000Z INFO  [engine::sql] rows: 12\n"
              "2026-08-01T12:00:00.000000Z WARN  [engine::sql] engine\n"
              "2026-08-01T12:00:00.000000Z ERROR [engine::sql] \n"
              "2026-08-01T11:59:59.999999Z INFO  [engine::sql] \xE2\x82\xAC user=Zo\xC3\xA9 release=\"\"\n"
              "2026-08-01T12:00:00.000000Z DEBUG [engine::sql] by another user=Zo\xC3\xA9 release=\"\"\n"
              "\n"
              "metric                count          min         mean          p50          p99          max\n"
              "rows: {} (engine)         4         -0.5     2.5e+299            3       1e+300       1e+300\n"
              "\n"
              "thread worker 77 of /usr/bin/engine\n"
              "  rows: {}                   2 x      14 ns, mean       7 ns, max       7 ns\n"
              "    - release: \"\" (1)\n"
              "    - user: Zo\xC3\xA9 (1)\n"
              "    rows: {}                 2 x      10 ns, mean       5 ns, max       5 ns\n"
              "      - release: \"\" (1)\n"
              "      - user: Zo\xC3\xA9 (1)\n"
              "async spans of /usr/bin/engine\n"
              "  rows: {}                   2 x       6 ns, mean       3 ns, max       3 ns\n"
              "    - release: \"\" (1)\n"
              "    - user: Zo\xC3\xA9 (1)\n"
              "    engine::sql              2 x       2 ns, mean       1 ns, max       1 ns\n"
              "      - release: \"\" (1)\n"
              "      - user: Zo\xC3\xA9 (1)\n");
}

TEST_F(CommandTest, InspectFiltersByTargetLevelAndTime) {
    EXPECT_EQ(run("inspect --logs --filter trace,engine=warn " + path_).out,
              "2026-08-01T12:00:00.000000Z WARN  [engine::sql] engine\n"
              "2026-08-01T12:00:00.000000Z ERROR [engine::sql] \n");
    EXPECT_EQ(run("inspect --logs --until 2026-08-01T12:00:00Z " + path_).out,
              "2026-08-01T11:59:59.999999Z INFO  [engine::sql] \xE2\x82\xAC user=Zo\xC3\xA9 release=\"\"\n");
    EXPECT_EQ(run("inspect --since 2026-08-01T12:00:00.000000103Z " + path_).out,
              "2026-08-01T12:00:00.000000Z ERROR [engine::sql] \n"
              "2026-08-01T12:00:00.000000Z DEBUG [engine::sql] by another user=Zo\xC3\xA9 release=\"\"\n"
              "\n" +
                  run("inspect --metrics --spans " + path_).out);
}

TEST_F(CommandTest, InspectWritesJsonLines) {
    const Answer answer = run("inspect --json " + path_);
    std::vector<json> lines;
    for (std::size_t begin = 0; begin < answer.out.size();) {
        const std::size_t end = answer.out.find('\n', begin);
        lines.push_back(json::parse(answer.out.substr(begin, end - begin)));
        begin = end + 1;
    }
    ASSERT_EQ(lines.size(), 11U);
    EXPECT_EQ(lines[4]["message"], "\xE2\x82\xAC");
    EXPECT_EQ(lines[4]["properties"]["user"], "Zo\xC3\xA9");
    EXPECT_EQ(lines[6]["count"], 4);
    EXPECT_EQ(lines[10]["span"], "engine::sql");
    EXPECT_EQ(lines[10]["depth"], 1);
    EXPECT_EQ(lines[10]["properties"]["user"], (json{{"values", {{"Zo\xC3\xA9", 1}}}, {"others", 0}}));
}

TEST_F(CommandTest, WrongArgumentsAreTold) {
    for (const auto& [arguments, text] : std::map<std::string, std::string>{
             {"inspect --filter engine=loud " + path_, "\"loud\" is not a level"},
             {"inspect --since yesterday " + path_, "--since is \"yesterday\"; a time such as 2026-08-01T12:00:00Z"},
             {"inspect --follow " + path_ + " " + path_, "--follow takes one file"},
             {"inspect", "FILE is required"},
             {"", "a command is needed; allowed are inspect, check, export, send, completion"},
             {"inspekt " + path_, "\"inspekt\" is no command; allowed are inspect"},
             {"export " + path_, "--output is required"},
             {"export --format svg -o x " + path_, "--format: svg not in {perfetto,chrome}"}}) {
        const Answer answer = run(arguments);
        EXPECT_EQ(answer.code, 2) << arguments;
        EXPECT_THAT(answer.errors, HasSubstr(text)) << arguments;
        EXPECT_EQ(answer.out, "") << arguments;
    }
    EXPECT_EQ(run("--help").code, 0);
    EXPECT_THAT(run("--version").out, MatchesRegex("[0-9.]+\n"));
}

TEST_F(CommandTest, WhatIsDamagedIsToldAndTheRestIsShown) {
    std::string bytes = read_file(path_);
    const std::size_t block = bytes.find("BLCK");
    bytes[block + 300] ^= 1;
    write_file(path_, bytes.substr(0, bytes.size() - 5));
    const Answer answer = run("inspect " + path_);
    EXPECT_EQ(answer.code, 1);
    EXPECT_THAT(answer.errors,
                HasSubstr("run.mmrec, byte " + std::to_string(block) + ": the checksum of an item is wrong; "));
    EXPECT_THAT(answer.errors, HasSubstr("; the last "));
    EXPECT_THAT(answer.errors,
                EndsWith("the recording has no end: its program was ended by force, or still records\n"));
    EXPECT_THAT(answer.out, StartsWith("\nmetric "));
    EXPECT_EQ(run("inspect " + folder_.file("none")).errors,
              "micromegas: " + folder_.file("none") + ": cannot be opened: No such file or directory\n");
}

TEST_F(CommandTest, FollowShowsAFileToItsEnd) {
    const Answer answer = run("inspect --follow " + path_);
    EXPECT_EQ(answer.code, 0);
    EXPECT_EQ(answer.out, run("inspect --logs " + path_).out);
}

TEST_F(CommandTest, CheckNamesWhatAServerWouldLose) {
    // Of the samples the spans are right; a metric is recorded with properties that are its own.
    EXPECT_EQ(run("check " + path_).out, "4 blocks, 28 events, 0 problems\n");

    const std::string wrong = folder_.file("wrong.mmrec");
    telemetry::RecordingWriter writer{{.path = wrong}};
    ASSERT_FALSE(writer.open());
    tracing::ProcessInfo info = process();
    info.properties = {{"micromegas.x", "1"}};
    writer.begin_process(info);
    write(writer, tracing::testing::log_sample(), 7);
    write(writer, tracing::testing::log_sample(), 6);

    tracing::wire::LogDependencyQueue dependencies;
    dependencies.push(transit::StaticString{.id = 1, .text = "level"});
    dependencies.push(transit::StaticString{.id = 2, .text = "\xFF"});
    const std::array properties{tracing::wire::PropertyRef{.name = {1}, .value = {2}}};
    dependencies.push(tracing::wire::PropertySetDependency{.id = 9, .properties = properties});
    dependencies.push(tracing::wire::LogMetadataRecord{
        .id = 10, .fmt_str = 1, .target = 1, .module_path = 1, .file = 1, .line = 42, .level = 4});
    tracing::wire::LogObjectQueue logs;
    logs.push(tracing::wire::TaggedLogString{.desc = 10, .properties = 9, .time = 1, .msg = "x"});
    write(writer, tracing::testing::sample_block("log", dependencies, logs), 1);

    tracing::wire::ThreadDependencyQueue names;
    names.push(transit::StaticString{.id = 1, .text = "a"});
    names.push(transit::StaticString{.id = 2, .text = "b"});
    for (const std::uint64_t name : {1UL, 2UL}) {
        names.push(tracing::wire::SpanRecord{
            .id = 10 + name, .name = name, .target = 1, .module_path = 1, .file = 1, .line = 8, .lod = 1});
    }
    tracing::wire::ThreadObjectQueue spans;
    spans.push(tracing::wire::BeginThreadSpanEvent{.thread_span_desc = 11, .time = 50});
    spans.push(tracing::wire::BeginThreadSpanEvent{.thread_span_desc = 12, .time = 40});
    spans.push(tracing::wire::EndThreadSpanEvent{.thread_span_desc = 11, .time = 5000});
    write(writer, tracing::testing::sample_block("thread", names, spans), 3);
    ASSERT_FALSE(writer.close({}));

    const Answer answer = run("check " + wrong);
    EXPECT_EQ(answer.code, 1);
    EXPECT_THAT(answer.out, EndsWith("4 blocks, 16 events, 11 problems\n")) << answer.errors;
    for (const char* const text :
         {"the property \"micromegas.x\"", "says that it has 7 events, and has 6", "which an earlier block has too",
          "begins before the one before it in its stream ends", "the property \"level\"", "is not UTF-8",
          "the span b begins or ends before", "the span a ends while b is open in it",
          "the span a lies outside of its chain"}) {
        EXPECT_THAT(answer.errors, HasSubstr(text));
    }
}

TEST_F(CommandTest, AMetricThatIsNotANumberIsShown) {
    const std::string path = folder_.file("nan.mmrec");
    telemetry::RecordingWriter writer{{.path = path}};
    ASSERT_FALSE(writer.open());
    writer.begin_process(process());
    tracing::wire::MetricDependencyQueue names;
    tracing::wire::MetricObjectQueue values;
    for (const std::uint64_t id : {1UL, 2UL}) {
        names.push(transit::StaticString{.id = id, .text = id == 1 ? "ratio" : "bad"});
        names.push(tracing::wire::MetricMetadataDependency{
            .id = 10 + id, .name = id, .unit = id, .target = id, .file = id, .line = 1, .lod = 1});
        values.push(tracing::wire::FloatMetricEvent{.desc = 10 + id, .value = std::nan(""), .time = 1});
    }
    values.push(tracing::wire::FloatMetricEvent{.desc = 11, .value = 0.5, .time = 1});
    write(writer, tracing::testing::sample_block("metrics", names, values), 3);
    ASSERT_FALSE(writer.close({}));
    EXPECT_THAT(
        run("inspect --metrics " + path).out,
        EndsWith("bad (bad)             1          nan          nan          nan          nan          nan  1 of "
                 "them NaN\n"
                 "ratio (ratio)         2          0.5          0.5          0.5          0.5          0.5  1 of them "
                 "NaN\n"));
    EXPECT_THAT(run("inspect --json --metrics " + path).out, HasSubstr(R"("count":2,"nan":1,"min":0.5)"));
}

TEST_F(CommandTest, RecordingsOfOtherClientsAreShown) {
    const std::string path = folder_.file("unreal.mmrec");
    telemetry::RecordingWriter writer{{.path = path}};
    ASSERT_FALSE(writer.open());
    writer.begin_process(process());
    write(writer, tracing::testing::unreal_log_sample(), 2);
    write(writer, tracing::testing::unreal_metrics_sample(), 2);
    write(writer, tracing::testing::unreal_thread_sample(), 4);
    write(writer, tracing::testing::unreal_net_sample(), 7);
    ASSERT_FALSE(writer.close({}));

    const Answer answer = run("inspect " + path);
    EXPECT_EQ(answer.errors, "");
    EXPECT_EQ(answer.out,
              "2026-08-01T12:00:00.000000Z ERROR [LogNet] lost 3 packets \xE2\x80\xA6 map=\"Arena 3\"\n"
              "2026-08-01T12:00:00.000000Z WARN  [LogNet] connected map=\"Arena 3\"\n"
              "\n"
              "metric            count          min         mean          p50          p99          max\n"
              "gr\xC3\xB6\xC3\x9F"
              "e (map)           2         0.25        6.125         0.25           12           12\n"
              "\n"
              "thread worker 77 of /usr/bin/engine\n"
              "  gr\xC3\xB6\xC3\x9F"
              "e                      1 x       7 ns, mean       7 ns, max       7 ns\n"
              "    Arena 3                  1 x       3 ns, mean       3 ns, max       3 ns\n"
              "\n"
              "other events                count\n"
              "NetConnectionBeginEvent         1\n"
              "NetConnectionEndEvent           1\n"
              "NetObjectBeginEvent             1\n"
              "NetObjectEndEvent               1\n"
              "NetPropertyEvent                1\n"
              "NetRPCBeginEvent                1\n"
              "NetRPCEndEvent                  1\n");
    const std::string others = run("inspect --others " + path).out;
    EXPECT_THAT(others, StartsWith("2026-08-01T12:00:00.000000800Z NetConnectionBeginEvent "
                                   "{\"connection_name\":\"LogNet\",\"is_outgoing\":1}\n"));
    EXPECT_THAT(others, HasSubstr("NetPropertyEvent {\"property_name\":\"gr\xC3\xB6\xC3\x9F"
                                  "e\",\"bit_size\":32}\n"));
    EXPECT_EQ(std::ranges::count(others, '\n'), 7);
    const std::string json_lines = run("inspect --json --others " + path).out;
    EXPECT_EQ(json::parse(json_lines.substr(0, json_lines.find('\n')))["members"]["connection_name"], "LogNet");
    const Answer checked = run("check " + path);
    EXPECT_EQ(checked.out, "4 blocks, 15 events, 0 problems\n") << checked.errors;
}

TEST_F(CommandTest, EventsOfUnknownTypesAreToldAndTheOthersAreShown) {
    const std::string path = folder_.file("tomorrow.mmrec");
    telemetry::RecordingWriter writer{{.path = path}};
    ASSERT_FALSE(writer.open());
    writer.begin_process(process());
    write(writer, tracing::testing::unknown_event_sample(), 7);
    ASSERT_FALSE(writer.close({}));
    const Answer answer = run("inspect " + path);
    EXPECT_EQ(answer.code, 0) << answer.errors;
    EXPECT_THAT(answer.out, StartsWith(run("inspect --logs " + path_).out + "\nother events "));
    EXPECT_THAT(answer.out, EndsWith("LogEventOfTomorrow         1\n"));
    EXPECT_THAT(run("inspect --others " + path).out, EndsWith("LogEventOfTomorrow {\"bytes\":\"12 bytes\"}\n"));
    const Answer checked = run("check " + path);
    EXPECT_EQ(checked.code, 1);
    EXPECT_THAT(checked.errors, HasSubstr("the block has events of the type LogEventOfTomorrow, 1 in all; a server "
                                          "that does not know it leaves them out\n"));
}

}  // namespace
}  // namespace micromegas
