// Feeds arbitrary bytes to the readers of what comes from files and from the net: the first byte chooses which. A bomb
// is refused: no input may make more of itself than the bound of a queue. And to the compressor, whose frames have to
// be read back.
#include <micromegas/telemetry/decode_items.hpp>
#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry/recording.hpp>
#include <micromegas/telemetry/span_properties.hpp>

#include "lz4_reader.hpp"
#include "lz4_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace micromegas;

constexpr std::size_t kMostQueueBytes = std::size_t{1} << 20;

void read_block(std::span<const std::byte> bytes, const telemetry::StreamItem& stream) {
    static telemetry::BlockDecoder decoder{kMostQueueBytes};
    const auto decoded = decoder.decode(bytes);
    const auto* const block = std::get_if<telemetry::BlockItem>(&decoded);
    if (block == nullptr) {
        return;
    }
    const auto plain = telemetry::without_span_properties({.dependencies_metadata = stream.dependencies_metadata,
                                                           .objects_metadata = stream.objects_metadata,
                                                           .dependencies = block->dependencies,
                                                           .objects = block->objects});
    if (block->dependencies.size() > kMostQueueBytes || block->objects.size() > kMostQueueBytes ||
        (plain && plain->objects.size() > block->objects.size())) {
        std::abort();
    }
}

/// Whole items and gaps together are no more than the file, and none of them overlap.
void read_file(std::span<const std::byte> bytes) {
    static const int file = memfd_create("recording", MFD_CLOEXEC);
    if (ftruncate(file, 0) != 0 || pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        std::abort();
    }
    auto opened = telemetry::RecordingReader::open("/proc/self/fd/" + std::to_string(file));
    auto* const reader = std::get_if<telemetry::RecordingReader>(&opened);
    if (reader == nullptr) {
        return;
    }
    std::uint64_t end = 0;
    telemetry::StreamItem stream;  // the last one: any may be that of a block
    while (const auto item = reader->next()) {
        if (item->offset < end || item->offset + item->body.size() > bytes.size()) {
            std::abort();
        }
        end = item->offset + item->body.size();
        static_cast<void>(telemetry::decode_process(item->body));
        auto decoded = telemetry::decode_stream(item->body);
        if (auto* const known = std::get_if<telemetry::StreamItem>(&decoded)) {
            stream = std::move(*known);
        }
        read_block(item->body, stream);
    }
}

void compress(std::span<const std::byte> bytes) {
    static telemetry::detail::Lz4Writer writer{telemetry::kDefaultCompressionLevel};
    static telemetry::detail::Lz4Reader reader;
    static std::vector<std::byte> read;
    if (reader.read(writer.write(bytes), bytes.size(), read) || !std::ranges::equal(read, bytes)) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::span<const std::byte> bytes = std::as_bytes(std::span{data + 1, size - 1});
    switch (*data % 5) {
        case 0:
            static_cast<void>(telemetry::decode_process(bytes));
            break;
        case 1:
            static_cast<void>(telemetry::decode_stream(bytes));
            break;
        case 2:
            read_block(bytes, {});
            break;
        case 3:
            read_file(bytes);
            break;
        default:
            compress(bytes);
    }
    return 0;
}
