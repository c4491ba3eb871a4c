// Encodes the objects that an EventSink receives as items of the wire (items.hpp).
// Why: docs/decisions/0036-cbor-by-libcbor-fast-lz4.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/items.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <system_error>
#include <vector>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// LZ4's level, from 1 (fast) to 12 (small).
inline constexpr int kDefaultCompressionLevel = 1;

// Each appends one item to `out`. A text is made valid: NULs are taken out, bytes that are not UTF-8 are replaced by
// U+FFFD, and the six texts of a process are cut to 255 characters, as a server fails at anything else.
void encode_process(const tracing::ProcessInfo& process, std::vector<std::byte>& out);
void encode_stream(const tracing::EventStream& stream, std::vector<std::byte>& out);

/// Of a block of a process with those `start_ticks`.
[[nodiscard]] BlockHeader header_of(const tracing::EventBlock& block, std::int64_t start_ticks) noexcept;

/// The items of blocks. Keeps its memory for the next one; one thread at a time.
class BlockEncoder {
public:
    explicit BlockEncoder(int compression_level = kDefaultCompressionLevel) noexcept;
    ~BlockEncoder();
    BlockEncoder(const BlockEncoder&) = delete;
    BlockEncoder& operator=(const BlockEncoder&) = delete;

    /// `start_ticks` is that of the block's process. On an error, which only a lack of memory causes, `out` is
    /// unchanged.
    [[nodiscard]] std::error_code encode(const tracing::EventBlock& block, std::int64_t start_ticks,
                                         std::vector<std::byte>& out);
    [[nodiscard]] std::error_code encode(const BlockHeader& header, std::span<const std::byte> dependencies,
                                         std::span<const std::byte> objects, std::vector<std::byte>& out);

private:
    struct Compressor;
    std::unique_ptr<Compressor> compressor_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
