// Decodes the items of the wire (items.hpp). No item can make a decoder crash, or use more memory than a multiple of
// its size and of the bound of its queues.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/items.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <variant>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// One line that names the place, in bytes and by its keys, and the error.
struct DecodeError {
    std::string message;
};

// Unknown keys of an item are skipped; a text must be UTF-8, and lengths must be known ahead.
[[nodiscard]] std::variant<tracing::ProcessInfo, DecodeError> decode_process(std::span<const std::byte> item);
[[nodiscard]] std::variant<StreamItem, DecodeError> decode_stream(std::span<const std::byte> item);

/// The maximum size of a block's queue. A server's blocks are smaller; this bounds hostile frames.
inline constexpr std::size_t kMostQueueBytes = std::size_t{100} << 20;

/// Keeps its memory for the next block; one thread at a time.
class BlockDecoder {
public:
    explicit BlockDecoder(std::size_t most_queue_bytes = kMostQueueBytes) noexcept;
    ~BlockDecoder();
    BlockDecoder(const BlockDecoder&) = delete;
    BlockDecoder& operator=(const BlockDecoder&) = delete;

    [[nodiscard]] std::variant<BlockItem, DecodeError> decode(std::span<const std::byte> item);

private:
    struct Decompressor;
    std::unique_ptr<Decompressor> decompressor_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
