#include <micromegas/telemetry/decode_items.hpp>

#include "items_fixture.hpp"

#include <array>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lz4frame.h>
#include <nlohmann/json.hpp>

namespace micromegas::telemetry {
namespace {

using nlohmann::json;
using testing::Bytes;
using ::testing::HasSubstr;
using testing::some_header;
using testing::some_process;
using testing::some_time;
using testing::text_bytes;
using testing::uuid;

Bytes bytes_of(const json& item) {
    const std::vector<std::uint8_t> cbor = json::to_cbor(item);
    const auto bytes = std::as_bytes(std::span{cbor});
    return {bytes.begin(), bytes.end()};
}

template <class T>
std::string error_of(const std::variant<T, DecodeError>& decoded) {
    const auto* const error = std::get_if<DecodeError>(&decoded);
    return error != nullptr ? error->message : "no error";
}

tracing::EventStream some_stream() {
    tracing::EventStream stream{};
    stream.process_id = uuid(1);
    stream.stream_id = uuid(2);
    stream.tags = {"log", "other"};
    stream.properties = {{"thread-name", "main"}};
    stream.objects_metadata = {
        {.name = "T",
         .size = 12,
         .members = {{.name = "m", .type_name = "u64", .offset = 0, .size = 8, .is_reference = true},
                     {.name = "n", .type_name = "u32", .offset = 8, .size = 4, .is_reference = false}},
         .is_reference = true},
        {.name = "Empty", .size = 0, .members = {}, .is_reference = false}};
    stream.dependencies_metadata = {stream.objects_metadata.back()};
    return stream;
}

json stream_json() {
    Bytes out;
    encode_stream(some_stream(), out);
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(out.data());
    return json::from_cbor(begin, begin + out.size());
}

Bytes frame_of(const Bytes& bytes) {
    Bytes frame(LZ4F_compressFrameBound(bytes.size(), nullptr));
    frame.resize(LZ4F_compressFrame(frame.data(), frame.size(), bytes.data(), bytes.size(), nullptr));
    return frame;
}

json block_json(const Bytes& dependencies, const Bytes& objects) {
    const auto binary = [](const Bytes& bytes) {
        const auto* const begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
        return json::binary({begin, begin + bytes.size()});
    };
    return {{"block_id", uuid(3).to_string()},
            {"stream_id", uuid(2).to_string()},
            {"process_id", uuid(1).to_string()},
            {"begin_time", "2026-08-01T12:00:00Z"},
            {"begin_ticks", 1},
            {"end_time", "2026-08-01T14:00:01+02:00"},
            {"end_ticks", 2},
            {"object_offset", 3},
            {"nb_objects", 4},
            {"payload", {{"dependencies", binary(dependencies)}, {"objects", binary(objects)}}}};
}

TEST(DecodeItems, AProcessComesBack) {
    tracing::ProcessInfo process = some_process();
    for (int round = 0; round < 2; ++round) {
        Bytes out;
        encode_process(process, out);
        const auto decoded = decode_process(out);
        const auto* const back = std::get_if<tracing::ProcessInfo>(&decoded);
        ASSERT_NE(back, nullptr) << error_of(decoded);
        EXPECT_EQ(back->process_id, process.process_id);
        EXPECT_EQ(back->exe, process.exe);
        EXPECT_EQ(back->username, process.username);
        EXPECT_EQ(back->realname, process.realname);
        EXPECT_EQ(back->computer, process.computer);
        EXPECT_EQ(back->distro, process.distro);
        EXPECT_EQ(back->cpu_brand, process.cpu_brand);
        EXPECT_EQ(back->tsc_frequency, process.tsc_frequency);
        EXPECT_EQ(back->start_time, process.start_time);
        EXPECT_EQ(back->start_ticks, process.start_ticks);
        EXPECT_EQ(back->parent_process_id, process.parent_process_id);
        EXPECT_EQ(back->properties, process.properties);
        process.parent_process_id.reset();
        process.start_ticks = std::numeric_limits<std::int64_t>::min();
        process.tsc_frequency = std::numeric_limits<std::int64_t>::max();
    }
}

TEST(DecodeItems, AStreamComesBack) {
    const tracing::EventStream stream = some_stream();
    Bytes out;
    encode_stream(stream, out);
    const auto decoded = decode_stream(out);
    const auto* const back = std::get_if<StreamItem>(&decoded);
    ASSERT_NE(back, nullptr) << error_of(decoded);
    EXPECT_EQ(back->process_id, stream.process_id);
    EXPECT_EQ(back->stream_id, stream.stream_id);
    EXPECT_EQ(back->tags, stream.tags);
    EXPECT_EQ(back->properties, stream.properties);
    EXPECT_EQ(back->dependencies_metadata, stream.dependencies_metadata);
    EXPECT_EQ(back->objects_metadata, stream.objects_metadata);
}

TEST(DecodeItems, BlocksOfEverySizeComeBack) {
    BlockEncoder encoder;
    BlockDecoder decoder;
    std::mt19937 random{1};  // NOLINT(bugprone-random-generator-seed): the same each time
    for (const std::size_t size : {0UL, 1UL, 100UL, 65'535UL, 65'536UL, 65'537UL, 5'000'000UL, 300UL}) {
        Bytes objects(size);
        for (std::byte& byte : objects) {
            byte = static_cast<std::byte>(random() & (size > 65'536 ? 0x0FU : 0xFFU));
        }
        Bytes out;
        ASSERT_EQ(encoder.encode(some_header(), text_bytes("names"), objects, out), std::error_code{});
        const auto decoded = decoder.decode(out);
        const auto* const back = std::get_if<BlockItem>(&decoded);
        ASSERT_NE(back, nullptr) << error_of(decoded);
        EXPECT_EQ(back->header.block_id, some_header().block_id);
        EXPECT_EQ(back->header.stream_id, some_header().stream_id);
        EXPECT_EQ(back->header.process_id, some_header().process_id);
        EXPECT_EQ(back->header.begin.ticks, -5);
        EXPECT_EQ(back->header.begin.time, some_time());
        EXPECT_EQ(back->header.end.ticks, 70'000);
        EXPECT_EQ(back->header.end.time, some_header().end.time);
        EXPECT_EQ(back->header.object_offset, some_header().object_offset);
        EXPECT_EQ(back->header.object_count, 12U);
        EXPECT_EQ(back->dependencies, text_bytes("names"));
        EXPECT_TRUE(back->objects == objects);
    }
}

// Items of other writers: other orders, keys of a later version, frames of other block sizes, offsets in times.
TEST(DecodeItems, ItemsOfOthersAreRead) {
    json item = block_json(frame_of(text_bytes("a")), frame_of(Bytes(200'000)));
    item["later"] = {{"deep", {1, 2.5, "x", {{"y", nullptr}}}}, {"flag", true}};
    item["later"]["deep"][1] = -7;
    const auto decoded = BlockDecoder{}.decode(bytes_of(item));
    const auto* const back = std::get_if<BlockItem>(&decoded);
    ASSERT_NE(back, nullptr) << error_of(decoded);
    EXPECT_EQ(back->dependencies, text_bytes("a"));
    EXPECT_TRUE(back->objects == Bytes(200'000));
    EXPECT_EQ(back->header.end.time - back->header.begin.time, std::chrono::seconds{1});
}

TEST(DecodeItems, NothingCutShortOrLongerIsTaken) {
    Bytes process;
    encode_process(some_process(), process);
    Bytes stream;
    encode_stream(some_stream(), stream);
    Bytes block;
    ASSERT_EQ(BlockEncoder{}.encode(some_header(), text_bytes("names"), text_bytes("objects"), block),
              std::error_code{});
    BlockDecoder decoder;
    const auto check = [](const Bytes& whole, const auto& decode) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_THAT(error_of(decode(std::span{whole}.first(size))), HasSubstr("the item ends in the middle"));
        }
        Bytes longer = whole;
        longer.push_back(std::byte{0});
        EXPECT_THAT(error_of(decode(longer)), HasSubstr("1 bytes follow the end of the item"));
    };
    check(process, decode_process);
    check(stream, decode_stream);
    check(block, [&](std::span<const std::byte> item) { return decoder.decode(item); });
}

TEST(DecodeItems, AMessageNamesThePlace) {
    json item = stream_json();
    item["objects_metadata"][0]["members"][1]["size"] = "four";
    EXPECT_EQ(
        error_of(decode_stream(bytes_of(item))),
        "stream item, byte 192, objects_metadata.members.size: a number that is not negative is expected, this is "
        "a text");
    item = stream_json();
    item["objects_metadata"][0]["size"] = 1ULL << 32U;
    EXPECT_THAT(error_of(decode_stream(bytes_of(item))),
                HasSubstr("objects_metadata.size: 4294967296 is too much, at most 4294967295 is allowed"));
    item = stream_json();
    item.erase("tags");
    EXPECT_THAT(error_of(decode_stream(bytes_of(item))), HasSubstr("the key \"tags\" is missing"));
    item = stream_json();
    item["stream_id"] = "nonsense";
    EXPECT_THAT(error_of(decode_stream(bytes_of(item))), HasSubstr("stream_id: a UUID is expected"));
    item = stream_json();
    item["tags"][0] = 1.5;
    EXPECT_THAT(error_of(decode_stream(bytes_of(item))), HasSubstr("tags: a text is expected, this is something else"));
    EXPECT_EQ(error_of(decode_stream(text_bytes("\x60"))), "stream item, byte 0: a map is expected, this is a text");
    EXPECT_EQ(error_of(decode_stream(text_bytes("\xFC"))), "stream item, byte 0: this is not CBOR");
    EXPECT_THAT(error_of(decode_stream(text_bytes("\xA1\x61\xFF\x00"))), HasSubstr("byte 1: the text is not UTF-8"));
    EXPECT_THAT(error_of(decode_stream(text_bytes("\xA2\x64tags\x80\x64tags\x80"))),
                HasSubstr("tags: the key is there twice"));
    json block = block_json(frame_of({}), frame_of({}));
    block["begin_time"] = "yesterday";
    EXPECT_THAT(error_of(BlockDecoder{}.decode(bytes_of(block))),
                HasSubstr("begin_time: a time as in RFC 3339 is expected, this is \"yesterday\""));
    block = block_json(frame_of({}), frame_of({}));
    block["begin_ticks"] = ~0ULL;
    EXPECT_THAT(error_of(BlockDecoder{}.decode(bytes_of(block))), HasSubstr("begin_ticks: the number does not fit"));
}

TEST(DecodeItems, LengthsThatCannotBeAreRefused) {
    // A map, an array, a text, bytes of 2^60 entries; a collection of unknown length.
    EXPECT_THAT(error_of(decode_stream(text_bytes({"\xBB\x10\0\0\0\0\0\0\0", 9}))),
                HasSubstr("1152921504606846976 entries, and 0 bytes are left"));
    EXPECT_THAT(error_of(decode_stream(text_bytes({"\xA1\x64tags\x9B\x10\0\0\0\0\0\0\0", 15}))),
                HasSubstr("tags: the item ends in the middle: 1152921504606846976 entries, and "));
    EXPECT_THAT(error_of(decode_stream(text_bytes({"\xA1\x7B\x10\0\0\0\0\0\0\0", 10}))),
                HasSubstr("ends in the middle"));
    EXPECT_THAT(error_of(decode_stream(text_bytes({"\xA1\x61x\x9B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12}))),
                HasSubstr("x: the item ends in the middle: 18446744073709551615 entries, and "));
    EXPECT_THAT(error_of(decode_stream(text_bytes("\xBF\xFF"))), HasSubstr("a length that is not known ahead"));
}

TEST(DecodeItems, AMillionNestedArraysAreSkippedOrRefused) {
    Bytes deep = text_bytes("\xA1\x61x");
    deep.insert(deep.end(), 1'000'000, std::byte{0x81});
    deep.push_back(std::byte{0});
    EXPECT_THAT(error_of(decode_stream(deep)), HasSubstr("is missing")) << "skipped, and nothing else is there";
}

TEST(DecodeItems, AHundredThousandPropertiesAreNoWork) {
    json item = stream_json();
    for (int i = 100'000; i > 0; --i) {
        item["properties"][std::to_string(i)] = "";
    }
    const auto decoded = decode_stream(bytes_of(item));
    const auto* const back = std::get_if<StreamItem>(&decoded);
    ASSERT_NE(back, nullptr) << error_of(decoded);
    EXPECT_EQ(back->properties.properties().size(), 100'001U);
}

TEST(DecodeItems, FramesThatBecomeTooMuchAreRefused) {
    BlockDecoder decoder{1'000'000};
    const auto decode = [&](const Bytes& objects) {
        return error_of(decoder.decode(bytes_of(block_json(frame_of({}), objects))));
    };
    EXPECT_EQ(decode(frame_of(Bytes(1'000'000))), "no error");
    EXPECT_THAT(decode(frame_of(Bytes(1'000'001))),
                HasSubstr("of the frame: it becomes more than 1000000 bytes, which is the "
                          "most allowed"));
    EXPECT_THAT(decode(frame_of(Bytes(200'000'000))), HasSubstr("it becomes more than 1000000 bytes"));

    LZ4F_preferences_t preferences = LZ4F_INIT_PREFERENCES;
    preferences.frameInfo.contentSize = 1ULL << 60U;
    Bytes promise(LZ4F_HEADER_SIZE_MAX);
    LZ4F_cctx* context = nullptr;
    ASSERT_EQ(LZ4F_createCompressionContext(&context, LZ4F_VERSION), 0U);
    promise.resize(LZ4F_compressBegin(context, promise.data(), promise.size(), &preferences));
    LZ4F_freeCompressionContext(context);
    EXPECT_THAT(decode(promise), HasSubstr("the frame says that it becomes 1152921504606846976 bytes"));
}

TEST(DecodeItems, DamagedFramesAreRefused) {
    BlockDecoder decoder;
    const auto decode = [&](const Bytes& objects) {
        return error_of(decoder.decode(bytes_of(block_json(frame_of({}), objects))));
    };
    const Bytes whole = frame_of(text_bytes("some events, some events"));
    EXPECT_EQ(decode(whole), "no error");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_THAT(decode({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}),
                    HasSubstr("payload.objects: byte "))
            << size;
    }
    Bytes longer = whole;
    longer.insert(longer.end(), whole.begin(), whole.end());
    EXPECT_THAT(decode(longer), HasSubstr("bytes follow its end"));
    EXPECT_THAT(decode(text_bytes("not a frame at all")), HasSubstr("byte 0 of the frame: ERROR_frameType_unknown"));
    EXPECT_THAT(decode(text_bytes({"\x50\x2A\x4D\x18\x04\0\0\0abcd", 12})), HasSubstr("a skippable frame"));
}

}  // namespace
}  // namespace micromegas::telemetry
