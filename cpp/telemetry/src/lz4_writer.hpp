#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/byte_buffer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <lz4frame.h>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {

/// Where bytes were last seen, by their hash. Fits into the first level of cache.
inline constexpr unsigned kLz4HashBits = 12;
using Lz4Places = std::array<std::uint32_t, std::size_t{1} << kLz4HashBits>;

/// Makes LZ4 frames, which every reader of LZ4 reads. Levels from 3 are liblz4's. The fast level is our own: events
/// follow each other at equal distances and are equal but for a few bytes, so it looks at the distance of the last
/// match first. Keeps its memory; one thread at a time. Why: docs/decisions/0036-cbor-by-libcbor-fast-lz4.md
class Lz4Writer {
public:
    explicit Lz4Writer(int level) noexcept : level_(level) {}
    ~Lz4Writer() { LZ4F_freeCompressionContext(context_); }
    Lz4Writer(const Lz4Writer&) = delete;
    Lz4Writer& operator=(const Lz4Writer&) = delete;

    /// One frame, valid until the next call; empty without memory.
    [[nodiscard]] std::span<const std::byte> write(std::span<const std::byte> bytes);

private:
    [[nodiscard]] std::size_t write_blocks(std::span<const std::byte> bytes, std::byte* out) noexcept;

    int level_;
    LZ4F_cctx* context_ = nullptr;
    transit::ByteBuffer frame_;  // as large as a frame may become; zeroed memory would cost more
    Lz4Places places_{};
};

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
