// The bytes of a recording file, little-endian: a file's head, then items, each with a head of its own.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/recording.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {

inline constexpr std::size_t kHeadBytes = 16;
/// More than a server takes.
inline constexpr std::uint32_t kMostBodyBytes = std::uint32_t{256} << 20;

using Head = std::array<std::byte, kHeadBytes>;

/// Eight bytes that reveal a text-mode copy, the version, a checksum of both.
[[nodiscard]] Head make_file_head() noexcept;
/// The error in a file's head; empty if there is none.
[[nodiscard]] std::string_view find_problem(const Head& file_head) noexcept;

/// Kind, length, checksum of the body, checksum of these three.
[[nodiscard]] Head make_item_head(RecordingItemKind kind, std::span<const std::byte> body) noexcept;

struct ItemHead {
    RecordingItemKind kind = RecordingItemKind::End;
    std::uint32_t length = 0;
    std::uint32_t body_checksum = 0;
};
/// Nothing where the bytes are no item's head.
[[nodiscard]] std::optional<ItemHead> parse_item_head(std::span<const std::byte, kHeadBytes> head) noexcept;

/// CRC-32 as in zlib, gzip and PNG.
[[nodiscard]] std::uint32_t checksum(std::span<const std::byte> bytes) noexcept;

void encode_end(const RecordingEnd& end, std::vector<std::byte>& out);
[[nodiscard]] std::optional<RecordingEnd> decode_end(std::span<const std::byte> item);

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
