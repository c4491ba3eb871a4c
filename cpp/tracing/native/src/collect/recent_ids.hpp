// The ids that bytes have within a block.
#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) noexcept {
    constexpr std::uint64_t kFactor = 0x9E37'79B9'7F4A'7C15;  // odd, and its bits are in no order
    std::uint64_t hash = text.size() * kFactor;
    const auto add = [&hash](std::uint64_t bytes) noexcept {
        hash = (hash ^ bytes) * kFactor;
        hash ^= hash >> 32U;
    };
    std::uint64_t bytes = 0;
    for (; text.size() >= sizeof bytes; text.remove_prefix(sizeof bytes)) {
        std::memcpy(&bytes, text.data(), sizeof bytes);
        add(bytes);
    }
    bytes = 0;
    for (const char rest : text) {
        bytes = (bytes << 8U) | static_cast<unsigned char>(rest);
    }
    add(bytes);
    return hash;
}

/// Remembers some of the ids that were given last: values of properties are often new, and a table of all of them would
/// be larger than the caches. Bytes that are forgotten get another id, which a block may have. The bytes themselves are
/// those in the queue of dependencies.
class RecentIds {
public:
    /// 0 if none is known.
    [[nodiscard]] std::uint64_t find(std::string_view text, std::uint64_t hash,
                                     std::span<const std::byte> queue) const noexcept {
        if (entries_.empty()) {
            return 0;
        }
        const Entry& entry = entries_[hash % kEntries];
        const bool is_known = entry.hash == hash && entry.size == text.size() && entry.id != 0 &&
                              std::memcmp(queue.data() + entry.begin, text.data(), text.size()) == 0;
        return is_known ? entry.id : 0;
    }

    /// Of the bytes at the end of the queue.
    void add(std::uint64_t id, std::size_t size, std::uint64_t hash, std::span<const std::byte> queue) {
        if (entries_.empty()) {
            entries_.resize(kEntries);
        }
        entries_[hash % kEntries] = {.id = id, .hash = hash, .begin = queue.size() - size, .size = size};
    }

    void clear() { entries_.clear(); }

private:
    struct Entry {
        std::uint64_t id = 0;
        std::uint64_t hash = 0;
        std::size_t begin = 0;
        std::size_t size = 0;
    };

    static constexpr std::size_t kEntries = 512;

    std::vector<Entry> entries_;  // none before the first property
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
