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

/// Of the same text always the same one.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) noexcept {
    constexpr std::uint64_t kFactor = 0x9E37'79B9'7F4A'7C15;  // odd, and its bits are in no order
    const auto mix = [](std::uint64_t hash, std::uint64_t bytes) noexcept {
        hash = (hash ^ bytes) * kFactor;
        return hash ^ (hash >> 32U);
    };
    const auto load = [](const char* from, std::size_t size) noexcept {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, from, size);
        return bytes;
    };
    constexpr std::size_t kStep = sizeof(std::uint64_t);
    constexpr std::size_t kHalf = kStep / 2;
    // Two hashes, as the steps of one wait for each other.
    std::uint64_t even = text.size() * kFactor;
    std::uint64_t odd = kFactor;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left > 2 * kStep; left -= 2 * kStep, at += 2 * kStep) {
        even = mix(even, load(at, kStep));
        odd = mix(odd, load(at + kStep, kStep));
    }
    // The rest is read from both of its ends, which may overlap.
    if (left >= kStep) {
        even = mix(even, load(at, kStep));
        odd = mix(odd, load(at + left - kStep, kStep));
    } else if (left >= kHalf) {
        even = mix(even, load(at, kHalf));
        odd = mix(odd, load(at + left - kHalf, kHalf));
    } else {
        for (; left > 0; --left) {
            odd = mix(odd, static_cast<unsigned char>(*at++));
        }
    }
    return mix(even, odd);
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
        const bool is_known = entry.hash == hash_in_entry(hash) && entry.size == text.size() && entry.id != 0 &&
                              std::memcmp(queue.data() + entry.begin, text.data(), text.size()) == 0;
        return is_known ? entry.id : 0;
    }

    /// Of the bytes at the end of the queue. A block's ids and places fit in 32 bits (`kMostEventBytes`).
    void add(std::uint64_t id, std::size_t size, std::uint64_t hash, std::span<const std::byte> queue) {
        if (entries_.empty()) {
            entries_.resize(kEntries);
        }
        entries_[hash % kEntries] = {.id = static_cast<std::uint32_t>(id),
                                     .hash = hash_in_entry(hash),
                                     .begin = static_cast<std::uint32_t>(queue.size() - size),
                                     .size = static_cast<std::uint32_t>(size)};
    }

    void clear() { entries_.clear(); }

private:
    /// Small, so that the entries stay in the nearest cache.
    struct Entry {
        std::uint32_t id = 0;
        std::uint32_t hash = 0;
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
    };

    [[nodiscard]] static std::uint32_t hash_in_entry(std::uint64_t hash) noexcept {
        return static_cast<std::uint32_t>(hash >> 32U);
    }

    static constexpr std::size_t kEntries = 512;

    std::vector<Entry> entries_;  // none before the first one is added
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
