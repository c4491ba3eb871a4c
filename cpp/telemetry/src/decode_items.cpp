#include <micromegas/telemetry/decode_items.hpp>

#include "cbor_reader.hpp"
#include "lz4_reader.hpp"

#include <array>
#include <utility>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
namespace {

using detail::CborField;
using detail::CborReader;
using detail::read_map;
using tracing::ProcessInfo;
using transit::Member;
using transit::UserDefinedType;

constexpr std::array kProcessFields{
    CborField<ProcessInfo>{"process_id", [](CborReader& in, ProcessInfo& out) { out.process_id = in.uuid(); }},
    CborField<ProcessInfo>{"exe", [](CborReader& in, ProcessInfo& out) { out.exe = in.text(); }},
    CborField<ProcessInfo>{"username", [](CborReader& in, ProcessInfo& out) { out.username = in.text(); }},
    CborField<ProcessInfo>{"realname", [](CborReader& in, ProcessInfo& out) { out.realname = in.text(); }},
    CborField<ProcessInfo>{"computer", [](CborReader& in, ProcessInfo& out) { out.computer = in.text(); }},
    CborField<ProcessInfo>{"distro", [](CborReader& in, ProcessInfo& out) { out.distro = in.text(); }},
    CborField<ProcessInfo>{"cpu_brand", [](CborReader& in, ProcessInfo& out) { out.cpu_brand = in.text(); }},
    CborField<ProcessInfo>{"tsc_frequency", [](CborReader& in, ProcessInfo& out) { out.tsc_frequency = in.integer(); }},
    CborField<ProcessInfo>{"start_time", [](CborReader& in, ProcessInfo& out) { out.start_time = in.time(); }},
    CborField<ProcessInfo>{"start_ticks", [](CborReader& in, ProcessInfo& out) { out.start_ticks = in.integer(); }},
    CborField<ProcessInfo>{"parent_process_id",
                           [](CborReader& in, ProcessInfo& out) { out.parent_process_id = in.uuid_or_null(); }},
    CborField<ProcessInfo>{"properties", [](CborReader& in, ProcessInfo& out) { out.properties = in.properties(); }},
};

constexpr std::array kMemberFields{
    CborField<Member>{"name", [](CborReader& in, Member& out) { out.name = in.text(); }},
    CborField<Member>{"type_name", [](CborReader& in, Member& out) { out.type_name = in.text(); }},
    CborField<Member>{"offset", [](CborReader& in, Member& out) { out.offset = in.small(); }},
    CborField<Member>{"size", [](CborReader& in, Member& out) { out.size = in.small(); }},
    CborField<Member>{"is_reference", [](CborReader& in, Member& out) { out.is_reference = in.boolean(); }},
};

template <class T, std::size_t n>
std::vector<T> read_list(CborReader& in, const std::array<CborField<T>, n>& fields) {
    std::vector<T> list;
    const std::size_t size = in.array();
    for (std::size_t i = 0; i < size && !in.failed(); ++i) {
        read_map(in, fields, list.emplace_back());
    }
    return list;
}

constexpr std::array kTypeFields{
    CborField<UserDefinedType>{"name", [](CborReader& in, UserDefinedType& out) { out.name = in.text(); }},
    CborField<UserDefinedType>{"size", [](CborReader& in, UserDefinedType& out) { out.size = in.small(); }},
    CborField<UserDefinedType>{
        "members", [](CborReader& in, UserDefinedType& out) { out.members = read_list(in, kMemberFields); }},
    CborField<UserDefinedType>{"is_reference",
                               [](CborReader& in, UserDefinedType& out) { out.is_reference = in.boolean(); }},
};

std::vector<std::string> read_texts(CborReader& in) {
    std::vector<std::string> texts;
    const std::size_t size = in.array();
    for (std::size_t i = 0; i < size && !in.failed(); ++i) {
        texts.emplace_back(in.text());
    }
    return texts;
}

constexpr std::array kStreamFields{
    CborField<StreamItem>{"process_id", [](CborReader& in, StreamItem& out) { out.process_id = in.uuid(); }},
    CborField<StreamItem>{"stream_id", [](CborReader& in, StreamItem& out) { out.stream_id = in.uuid(); }},
    CborField<StreamItem>{
        "dependencies_metadata",
        [](CborReader& in, StreamItem& out) { out.dependencies_metadata = read_list(in, kTypeFields); }},
    CborField<StreamItem>{"objects_metadata",
                          [](CborReader& in, StreamItem& out) { out.objects_metadata = read_list(in, kTypeFields); }},
    CborField<StreamItem>{"tags", [](CborReader& in, StreamItem& out) { out.tags = read_texts(in); }},
    CborField<StreamItem>{"properties", [](CborReader& in, StreamItem& out) { out.properties = in.properties(); }},
};

/// A block before its frames are read.
struct PackedBlock {
    BlockHeader header;
    std::array<std::span<const std::byte>, 2> frames;
};

constexpr std::array kPayloadFields{
    CborField<PackedBlock>{"dependencies", [](CborReader& in, PackedBlock& out) { out.frames[0] = in.bytes(); }},
    CborField<PackedBlock>{"objects", [](CborReader& in, PackedBlock& out) { out.frames[1] = in.bytes(); }},
};

constexpr std::array kBlockFields{
    CborField<PackedBlock>{"block_id", [](CborReader& in, PackedBlock& out) { out.header.block_id = in.uuid(); }},
    CborField<PackedBlock>{"stream_id", [](CborReader& in, PackedBlock& out) { out.header.stream_id = in.uuid(); }},
    CborField<PackedBlock>{"process_id", [](CborReader& in, PackedBlock& out) { out.header.process_id = in.uuid(); }},
    CborField<PackedBlock>{"begin_time", [](CborReader& in, PackedBlock& out) { out.header.begin.time = in.time(); }},
    CborField<PackedBlock>{"begin_ticks",
                           [](CborReader& in, PackedBlock& out) { out.header.begin.ticks = in.integer(); }},
    CborField<PackedBlock>{"end_time", [](CborReader& in, PackedBlock& out) { out.header.end.time = in.time(); }},
    CborField<PackedBlock>{"end_ticks", [](CborReader& in, PackedBlock& out) { out.header.end.ticks = in.integer(); }},
    CborField<PackedBlock>{"object_offset",
                           [](CborReader& in, PackedBlock& out) { out.header.object_offset = in.unsigned_integer(); }},
    CborField<PackedBlock>{"nb_objects",
                           [](CborReader& in, PackedBlock& out) { out.header.object_count = in.small(); }},
    CborField<PackedBlock>{"payload", [](CborReader& in, PackedBlock& out) { read_map(in, kPayloadFields, out); }},
};

template <class T, std::size_t n>
std::variant<T, DecodeError> decode_item(std::span<const std::byte> item, std::string_view name,
                                         const std::array<CborField<T>, n>& fields) {
    CborReader in{item, name};
    T value{};
    read_map(in, fields, value);
    in.end();
    if (in.failed()) {
        return DecodeError{*in.error()};
    }
    return value;
}

}  // namespace

std::variant<ProcessInfo, DecodeError> decode_process(std::span<const std::byte> item) {
    return decode_item(item, "process item", kProcessFields);
}

std::variant<StreamItem, DecodeError> decode_stream(std::span<const std::byte> item) {
    return decode_item(item, "stream item", kStreamFields);
}

struct BlockDecoder::Decompressor {
    std::size_t most_queue_bytes = kMostQueueBytes;
    detail::Lz4Reader frames;
};

BlockDecoder::BlockDecoder(std::size_t most_queue_bytes) noexcept : decompressor_(std::make_unique<Decompressor>()) {
    decompressor_->most_queue_bytes = most_queue_bytes;
}

BlockDecoder::~BlockDecoder() = default;

std::variant<BlockItem, DecodeError> BlockDecoder::decode(std::span<const std::byte> item) {
    auto packed = decode_item(item, "block item", kBlockFields);
    if (auto* const error = std::get_if<DecodeError>(&packed)) {
        return std::move(*error);
    }
    const auto& [header, frames] = *std::get_if<PackedBlock>(&packed);
    BlockItem block{.header = header, .dependencies = {}, .objects = {}};
    for (const auto& [name, frame, queue] : {std::tuple{"dependencies", frames[0], &block.dependencies},
                                             std::tuple{"objects", frames[1], &block.objects}}) {
        if (const auto problem = decompressor_->frames.read(frame, decompressor_->most_queue_bytes, *queue)) {
            return DecodeError{"block item, byte " + std::to_string(frame.data() - item.data()) + ", payload." + name +
                               ": " + *problem};
        }
    }
    return block;
}

}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
