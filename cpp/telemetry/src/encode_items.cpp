#include <micromegas/telemetry/encode_items.hpp>

#include "cbor_writer.hpp"
#include "lz4_writer.hpp"
#include "rfc3339.hpp"
#include "wire_text.hpp"

#include <string>
#include <string_view>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
namespace {

using detail::CborWriter;

/// Columns of a server's table of processes.
constexpr std::size_t kMostCharacters = 255;

class ItemWriter {
public:
    explicit ItemWriter(std::vector<std::byte>& out) noexcept : cbor_(out) {}

    void text(std::string_view key, std::string_view value) {
        cbor_.text(key);
        cbor_.text(detail::wire_text(value, scratch_));
    }
    void short_text(std::string_view key, std::string_view value) {
        cbor_.text(key);
        cbor_.text(detail::wire_text(value, scratch_, kMostCharacters));
    }
    void uuid(std::string_view key, const tracing::Uuid& value) {
        cbor_.text(key);
        cbor_.text(value.to_string());
    }
    void time(std::string_view key, std::chrono::system_clock::time_point value) {
        cbor_.text(key);
        cbor_.text(detail::to_rfc3339(value));
    }
    void integer(std::string_view key, std::int64_t value) {
        cbor_.text(key);
        cbor_.integer(value);
    }
    void unsigned_integer(std::string_view key, std::uint64_t value) {
        cbor_.text(key);
        cbor_.unsigned_integer(value);
    }
    void properties(const tracing::PropertySet& set) {
        cbor_.text("properties");
        cbor_.map(set.properties().size());
        for (const tracing::Property& property : set.properties()) {
            cbor_.text(detail::wire_text(property.name, scratch_));
            cbor_.text(detail::wire_text(property.value, scratch_));
        }
    }
    void types(std::string_view key, const std::vector<transit::UserDefinedType>& types) {
        cbor_.text(key);
        cbor_.array(types.size());
        for (const transit::UserDefinedType& type : types) {
            cbor_.map(4);
            text("name", type.name);
            unsigned_integer("size", type.size);
            cbor_.text("members");
            cbor_.array(type.members.size());
            for (const transit::Member& member : type.members) {
                cbor_.map(5);
                text("name", member.name);
                text("type_name", member.type_name);
                unsigned_integer("offset", member.offset);
                unsigned_integer("size", member.size);
                is_reference(member.is_reference);
            }
            is_reference(type.is_reference);
        }
    }
    [[nodiscard]] CborWriter& cbor() noexcept { return cbor_; }

private:
    void is_reference(bool value) {
        cbor_.text("is_reference");
        cbor_.boolean(value);
    }

    CborWriter cbor_;
    std::string scratch_;
};

}  // namespace

void encode_process(const tracing::ProcessInfo& process, std::vector<std::byte>& out) {
    ItemWriter item{out};
    item.cbor().map(12);
    item.uuid("process_id", process.process_id);
    item.short_text("exe", process.exe);
    item.short_text("username", process.username);
    item.short_text("realname", process.realname);
    item.short_text("computer", process.computer);
    item.short_text("distro", process.distro);
    item.short_text("cpu_brand", process.cpu_brand);
    item.integer("tsc_frequency", process.tsc_frequency);
    item.time("start_time", process.start_time);
    item.integer("start_ticks", process.start_ticks);
    if (process.parent_process_id) {
        item.uuid("parent_process_id", *process.parent_process_id);
    } else {
        item.cbor().text("parent_process_id");
        item.cbor().null();
    }
    item.properties(process.properties);
}

void encode_stream(const tracing::EventStream& stream, std::vector<std::byte>& out) {
    ItemWriter item{out};
    item.cbor().map(6);
    item.uuid("process_id", stream.process_id);
    item.uuid("stream_id", stream.stream_id);
    item.types("dependencies_metadata", stream.dependencies_metadata);
    item.types("objects_metadata", stream.objects_metadata);
    item.cbor().text("tags");
    item.cbor().array(stream.tags.size());
    std::string scratch;
    for (const std::string& tag : stream.tags) {
        item.cbor().text(detail::wire_text(tag, scratch));
    }
    item.properties(stream.properties);
}

BlockHeader header_of(const tracing::EventBlock& block, std::int64_t start_ticks) noexcept {
    return {.block_id = block.block_id,
            .stream_id = block.stream->stream_id,
            .process_id = block.stream->process_id,
            .begin = {.ticks = block.begin.ticks - start_ticks, .time = block.begin.time},
            .end = {.ticks = block.end.ticks - start_ticks, .time = block.end.time},
            .object_offset = block.object_offset,
            .object_count = block.object_count};
}

struct BlockEncoder::Compressor : detail::Lz4Writer {
    using Lz4Writer::Lz4Writer;
};

BlockEncoder::BlockEncoder(int compression_level) noexcept
    : compressor_(std::make_unique<Compressor>(compression_level)) {}

BlockEncoder::~BlockEncoder() = default;

std::error_code BlockEncoder::encode(const tracing::EventBlock& block, std::int64_t start_ticks,
                                     std::vector<std::byte>& out) {
    return encode(header_of(block, start_ticks), block.dependencies.bytes(), block.objects.bytes(), out);
}

std::error_code BlockEncoder::encode(const BlockHeader& header, std::span<const std::byte> dependencies,
                                     std::span<const std::byte> objects, std::vector<std::byte>& out) {
    const std::size_t before = out.size();
    ItemWriter item{out};
    item.cbor().map(10);
    item.uuid("block_id", header.block_id);
    item.uuid("stream_id", header.stream_id);
    item.uuid("process_id", header.process_id);
    item.time("begin_time", header.begin.time);
    item.integer("begin_ticks", header.begin.ticks);
    item.time("end_time", header.end.time);
    item.integer("end_ticks", header.end.ticks);
    item.unsigned_integer("object_offset", header.object_offset);
    item.unsigned_integer("nb_objects", header.object_count);
    item.cbor().text("payload");
    item.cbor().map(2);
    for (const auto& [key, bytes] : {std::pair{"dependencies", dependencies}, std::pair{"objects", objects}}) {
        const std::span<const std::byte> frame = compressor_->write(bytes);
        if (frame.empty()) {
            out.resize(before);
            return std::make_error_code(std::errc::not_enough_memory);
        }
        item.cbor().text(key);
        item.cbor().bytes(frame);
    }
    return {};
}

}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
