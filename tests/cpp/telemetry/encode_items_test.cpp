// The bytes on the wire, read by independent readers: nlohmann::json's for CBOR, liblz4's own for the frames.
#include <micromegas/telemetry/encode_items.hpp>

#include "items_fixture.hpp"
#include "rfc3339.hpp"

#include <array>
#include <memory>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lz4frame.h>
#include <nlohmann/json.hpp>

namespace micromegas::telemetry {
namespace {

using nlohmann::json;
using testing::Bytes;
using testing::some_header;
using testing::some_process;
using testing::some_time;
using testing::text_bytes;
using testing::uuid;

json read(const Bytes& bytes) {
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
    return json::from_cbor(begin, begin + bytes.size());
}

json encoded(const tracing::ProcessInfo& process) {
    Bytes out;
    encode_process(process, out);
    return read(out);
}

Bytes decompress(const json& frame, std::size_t size) {
    const std::vector<std::uint8_t>& bytes = frame.get_binary();
    LZ4F_dctx* context = nullptr;
    EXPECT_EQ(LZ4F_createDecompressionContext(&context, LZ4F_VERSION), 0U);
    Bytes out(size + 1);
    std::size_t written = out.size();
    std::size_t consumed = bytes.size();
    EXPECT_EQ(LZ4F_decompress(context, out.data(), &written, bytes.data(), &consumed, nullptr), 0U)
        << "the frame's end";
    EXPECT_EQ(consumed, bytes.size());
    LZ4F_freeDecompressionContext(context);
    out.resize(written);
    return out;
}

TEST(EncodeItems, AProcessHasTheServersKeys) {
    const json expected = {{"process_id", "01234567-89ab-4cde-8f01-23456789ab01"},
                           {"exe", "/usr/bin/engine"},
                           {"username", "zoe"},
                           {"realname", "Zo\xC3\xA9"},
                           {"computer", "host"},
                           {"distro", "Debian"},
                           {"cpu_brand", "CPU"},
                           {"tsc_frequency", 2'000'000'000},
                           {"start_time", "2026-08-01T12:00:00.000000789Z"},
                           {"start_ticks", 1000},
                           {"parent_process_id", "01234567-89ab-4cde-8f01-23456789ab09"},
                           {"properties", {{"release", "1.4"}, {"empty", ""}}}};
    EXPECT_EQ(encoded(some_process()), expected);
}

TEST(EncodeItems, AProcessWithoutAParentHasNull) {
    tracing::ProcessInfo process = some_process();
    process.parent_process_id.reset();
    process.start_ticks = std::numeric_limits<std::int64_t>::min();
    const json item = encoded(process);
    ASSERT_TRUE(item.contains("parent_process_id"));
    EXPECT_TRUE(item["parent_process_id"].is_null());
    EXPECT_EQ(item["start_ticks"], std::numeric_limits<std::int64_t>::min());
}

// A server stores these in columns of 255 characters, and fails at anything longer, and at NUL, each time anew.
TEST(EncodeItems, TextsOfAProcessFitIntoTheServersColumns) {
    std::string euros;
    for (int i = 0; i < 300; ++i) {
        euros += "\xE2\x82\xAC";
    }
    tracing::ProcessInfo process = some_process();
    process.exe = euros;
    process.username = euros.substr(0, std::size_t{3} * 255);
    process.realname = std::string{"a\0b", 3} + euros;
    process.computer = "broken \xC3";
    process.distro = std::string(256, '\0');
    process.properties = {{std::string_view{"na\0me", 5}, std::string_view{"val\0ue", 6}}, {"long", euros}};
    const json item = encoded(process);
    EXPECT_EQ(item["exe"], euros.substr(0, std::size_t{3} * 255));
    EXPECT_EQ(item["username"], euros.substr(0, std::size_t{3} * 255));
    EXPECT_EQ(item["realname"], "ab" + euros.substr(0, std::size_t{3} * 253));
    EXPECT_EQ(item["computer"], "broken \xEF\xBF\xBD");
    EXPECT_EQ(item["distro"], "");
    EXPECT_EQ(item["properties"], (json{{"name", "value"}, {"long", euros}})) << "properties have no such bound";
}

// {process_id: …, stream_id: …, dependencies_metadata: [], objects_metadata: [{name: "T", size: 300, members: [{name:
// "m", type_name: "u64", offset: 24, size: 8, is_reference: true}], is_reference: false}], tags: ["log"], properties:
// {"k": "v"}}, written by hand after RFC 8949.
TEST(EncodeItems, AStreamByteForByte) {
    tracing::EventStream stream{};
    stream.process_id = uuid(1);
    stream.stream_id = uuid(2);
    stream.tags = {"log"};
    stream.properties = {{"k", "v"}};
    stream.objects_metadata = {
        {.name = "T",
         .size = 300,
         .members = {{.name = "m", .type_name = "u64", .offset = 24, .size = 8, .is_reference = true}},
         .is_reference = false}};
    Bytes out;
    encode_stream(stream, out);

    std::string expected;
    const auto text = [&](std::string_view value) {
        expected += static_cast<char>(0x60 + value.size());
        expected += value;
    };
    const auto long_text = [&](std::string_view value) {
        expected += '\x78';
        expected += static_cast<char>(value.size());
        expected += value;
    };
    expected += '\xA6';
    text("process_id");
    long_text("01234567-89ab-4cde-8f01-23456789ab01");
    text("stream_id");
    long_text("01234567-89ab-4cde-8f01-23456789ab02");
    text("dependencies_metadata");
    expected += '\x80';
    text("objects_metadata");
    expected += "\x81\xA4";
    text("name");
    text("T");
    text("size");
    expected += "\x19\x01\x2C";
    text("members");
    expected += "\x81\xA5";
    text("name");
    text("m");
    text("type_name");
    text("u64");
    text("offset");
    expected += "\x18\x18";
    text("size");
    expected += '\x08';
    text("is_reference");
    expected += '\xF5';
    text("is_reference");
    expected += '\xF4';
    text("tags");
    expected += '\x81';
    text("log");
    text("properties");
    expected += '\xA1';
    text("k");
    text("v");
    EXPECT_EQ(out, text_bytes(expected));
}

TEST(EncodeItems, ABlockHasTheServersKeysAndTwoFrames) {
    BlockEncoder encoder;
    Bytes objects;
    for (unsigned i = 0; i < 5'000'000; ++i) {
        objects.push_back(static_cast<std::byte>(i * i >> 7));
    }
    for (int round = 0; round < 2; ++round) {  // the second one finds the memory of the first
        Bytes out = text_bytes("before");
        ASSERT_EQ(encoder.encode(some_header(), text_bytes("dependencies"), objects, out), std::error_code{});
        EXPECT_EQ(Bytes(out.begin(), out.begin() + 6), text_bytes("before"));
        json item = read({out.begin() + 6, out.end()});
        const json payload = std::exchange(item["payload"], nullptr);
        const json expected = {{"block_id", "01234567-89ab-4cde-8f01-23456789ab03"},
                               {"stream_id", "01234567-89ab-4cde-8f01-23456789ab02"},
                               {"process_id", "01234567-89ab-4cde-8f01-23456789ab01"},
                               {"begin_time", "2026-08-01T12:00:00.000000789Z"},
                               {"begin_ticks", -5},
                               {"end_time", "2026-08-01T12:00:01.000000789Z"},
                               {"end_ticks", 70000},
                               {"object_offset", 1ULL << 40U},
                               {"nb_objects", 12},
                               {"payload", nullptr}};
        EXPECT_EQ(item, expected);
        EXPECT_EQ(payload.size(), 2U);
        EXPECT_EQ(decompress(payload["dependencies"], 12), text_bytes("dependencies"));
        EXPECT_TRUE(decompress(payload["objects"], objects.size()) == objects);
    }
}

TEST(EncodeItems, ABlockWithoutDependenciesHasAnEmptyFrame) {
    Bytes out;
    ASSERT_EQ(BlockEncoder{}.encode(some_header(), {}, text_bytes("o"), out), std::error_code{});
    const json payload = read(out)["payload"];
    EXPECT_EQ(decompress(payload["dependencies"], 0), Bytes{});
    EXPECT_EQ(decompress(payload["objects"], 1), text_bytes("o"));
}

TEST(EncodeItems, TicksOfABlockAreSinceTheProcessBegan) {
    const auto stream = std::make_shared<tracing::EventStream>();
    tracing::EventBlock block;
    block.stream = stream;
    block.begin = {.ticks = 1500, .time = some_time()};
    block.end = {.ticks = 1700, .time = some_time()};
    Bytes out;
    ASSERT_EQ(BlockEncoder{}.encode(block, 1000, out), std::error_code{});
    EXPECT_EQ(read(out)["begin_ticks"], 500);
    EXPECT_EQ(read(out)["end_ticks"], 700);
}

TEST(Rfc3339, BackAndForth) {
    using namespace std::chrono_literals;
    using detail::parse_rfc3339;
    for (const auto time : {some_time(), std::chrono::system_clock::time_point{}, some_time() - 80 * 365 * 24h - 1ns}) {
        EXPECT_EQ(parse_rfc3339(detail::to_rfc3339(time)), time) << detail::to_rfc3339(time);
    }
    const auto noon = some_time() - 789ns;
    EXPECT_EQ(parse_rfc3339("2026-08-01T12:00:00Z"), noon);
    EXPECT_EQ(parse_rfc3339("2026-08-01t14:30:00.5+02:30"), noon + 500ms);
    EXPECT_EQ(parse_rfc3339("2026-08-01T11:00:00.1234567899-01:00"), noon + 123456789ns);
    for (const std::string_view bad :
         {"", "2026-08-01", "2026-08-01T12:00:00", "2026-08-01T12:00:00.Z", "2026-02-30T12:00:00Z",
          "2026-08-01T24:00:00Z", "2026-08-01T12:60:00Z", "2026-08-01T12:00:00Zz", "2026-08-01T12:00:00+0200",
          "1500-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "2O26-08-01T12:00:00Z"}) {
        EXPECT_EQ(parse_rfc3339(bad), std::nullopt) << bad;
    }
}

}  // namespace
}  // namespace micromegas::telemetry
