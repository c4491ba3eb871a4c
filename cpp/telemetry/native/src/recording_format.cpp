#include "recording_format.hpp"

#include "cbor_reader.hpp"
#include "cbor_writer.hpp"

#include <algorithm>

#include <zlib.h>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {
namespace {

// As PNG's: the first byte is no text, CR LF and LF show a copy that took it for one.
constexpr std::array<unsigned char, 8> kMagic{0x89, 'M', 'M', 'R', 'E', '\r', '\n', '\n'};
constexpr std::uint32_t kVersion = 1;

constexpr std::size_t kCheckedBytes = kHeadBytes - 4;

void put(Head& head, std::size_t at, std::uint32_t value) noexcept {
    for (std::size_t i = 0; i < 4; ++i) {
        head[at + i] = static_cast<std::byte>(value >> (8 * i));
    }
}

std::uint32_t get(std::span<const std::byte, kHeadBytes> head, std::size_t at) noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value |= std::to_integer<std::uint32_t>(head[at + i]) << (8 * i);
    }
    return value;
}

void seal(Head& head) noexcept { put(head, kCheckedBytes, checksum(std::span{head}.first(kCheckedBytes))); }

bool is_sealed(std::span<const std::byte, kHeadBytes> head) noexcept {
    return get(head, kCheckedBytes) == checksum(head.first(kCheckedBytes));
}

bool is_kind(std::uint32_t value) noexcept {
    switch (static_cast<RecordingItemKind>(value)) {
        case RecordingItemKind::Process:
        case RecordingItemKind::Stream:
        case RecordingItemKind::Block:
        case RecordingItemKind::End:
            return true;
    }
    return false;
}

constexpr std::array kEndFields{
    CborField<RecordingEnd>{"continues", [](CborReader& in, RecordingEnd& out) { out.continues = in.boolean(); }},
    CborField<RecordingEnd>{"lost_blocks",
                            [](CborReader& in, RecordingEnd& out) { out.lost_blocks = in.unsigned_integer(); }},
    CborField<RecordingEnd>{"lost_events",
                            [](CborReader& in, RecordingEnd& out) { out.lost_events = in.unsigned_integer(); }},
};

}  // namespace

std::uint32_t checksum(std::span<const std::byte> bytes) noexcept {
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

Head make_file_head() noexcept {
    Head head{};
    std::ranges::copy(std::as_bytes(std::span{kMagic}), head.begin());
    put(head, 8, kVersion);
    seal(head);
    return head;
}

std::string_view find_problem(const Head& file_head) noexcept {
    if (!std::ranges::equal(std::span{file_head}.first<kMagic.size()>(), std::as_bytes(std::span{kMagic}))) {
        return "byte 0: this is not a recording";
    }
    if (!is_sealed(file_head)) {
        return "byte 12: the checksum of the file's head is wrong";
    }
    return get(file_head, 8) == kVersion ? "" : "byte 8: a recording of a later version; this program reads version 1";
}

Head make_item_head(RecordingItemKind kind, std::span<const std::byte> body) noexcept {
    Head head{};
    put(head, 0, static_cast<std::uint32_t>(kind));
    put(head, 4, static_cast<std::uint32_t>(body.size()));
    put(head, 8, checksum(body));
    seal(head);
    return head;
}

std::optional<ItemHead> parse_item_head(std::span<const std::byte, kHeadBytes> head) noexcept {
    const std::uint32_t kind = get(head, 0);
    const std::uint32_t length = get(head, 4);
    if (!is_kind(kind) || length > kMostBodyBytes || !is_sealed(head)) {
        return std::nullopt;
    }
    return ItemHead{static_cast<RecordingItemKind>(kind), length, get(head, 8)};
}

void encode_end(const RecordingEnd& end, std::vector<std::byte>& out) {
    CborWriter cbor{out};
    cbor.map(3);
    cbor.text("continues");
    cbor.boolean(end.continues);
    cbor.text("lost_blocks");
    cbor.unsigned_integer(end.lost_blocks);
    cbor.text("lost_events");
    cbor.unsigned_integer(end.lost_events);
}

std::optional<RecordingEnd> decode_end(std::span<const std::byte> item) {
    CborReader in{item, "end item"};
    RecordingEnd end;
    read_map(in, kEndFields, end);
    in.end();
    return in.failed() ? std::nullopt : std::optional{end};
}

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
