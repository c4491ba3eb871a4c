// The minimum work of any recording: a time stamp, and the bytes of the record stored in warm memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include <x86intrin.h>

namespace micromegas::bench {

struct Floor {
    static constexpr std::uint64_t kRecords = 0;
};

struct EmptyLoop : Floor {
    static void call(std::uint64_t) noexcept {}
};

/// A buffer that wraps, smaller than the first level of cache, and the place in it.
class WarmBuffer {
public:
    template <std::size_t Size>
    [[nodiscard]] std::byte* next() noexcept {
        static_assert(Size <= kSlack);
        std::byte* const slot = bytes_.data() + (at_ & (kSize - 1));
        at_ += Size;
        return slot;
    }

private:
    static constexpr std::size_t kSize = std::size_t{16} << 10;
    static constexpr std::size_t kSlack = 128;

    alignas(64) std::array<std::byte, kSize + kSlack> bytes_{};
    std::size_t at_ = 0;
};

template <class Value>
void store(std::byte* to, Value value) noexcept {
    std::memcpy(to, &value, sizeof value);
}

/// A type, an address and the stamp, 17 bytes, and values after them.
template <class... Values>
class StampAndStore : public Floor {
public:
    void call([[maybe_unused]] std::uint64_t value) noexcept {
        std::byte* slot = buffer_.next<17 + (sizeof(Values) + ... + 0)>();
        store(slot, std::uint8_t{1});
        store(slot + 1, &kSite);
        store(slot + 9, __rdtsc());
        slot += 17;
        ((store(slot, static_cast<Values>(value)), slot += sizeof(Values)), ...);
    }

private:
    static constexpr int kSite = 0;
    WarmBuffer buffer_;
};

/// And the address of a function, two ints and a double: 41 bytes.
class StampAndNumbers : public Floor {
public:
    void call(std::uint64_t value) noexcept {
        std::byte* const slot = buffer_.next<41>();
        store(slot, std::uint8_t{1});
        store(slot + 1, &kSite);
        store(slot + 9, __rdtsc());
        store(slot + 17, &kSite);
        store(slot + 25, static_cast<int>(value));
        store(slot + 29, static_cast<int>(value + 1));
        store(slot + 33, static_cast<double>(value));
    }

private:
    static constexpr int kSite = 0;
    WarmBuffer buffer_;
};

/// Two of them: a span's.
class TwoStampsAndStores : public Floor {
public:
    void call(std::uint64_t value) noexcept {
        half_.call(value);
        asm volatile("" ::: "memory");
        half_.call(value);
    }

private:
    StampAndStore<> half_;
};

/// 33 bytes, and the 32 of a string.
class StampAndString : public Floor {
public:
    void call(std::uint64_t value) noexcept {
        std::byte* const slot = buffer_.next<65>();
        store(slot, std::uint8_t{1});
        store(slot + 1, &kSite);
        store(slot + 9, __rdtsc());
        store(slot + 17, value);
        store(slot + 25, std::uint64_t{32});
        std::memcpy(slot + 33, text_.data(), 32);
    }

private:
    static constexpr int kSite = 0;
    WarmBuffer buffer_;
    std::string text_ = std::string(32, 'x');
};

/// The address of keys, sizes and types, and the 32 bytes of a string: 74 bytes; 83 with an integer.
template <bool HasInteger>
class StampAndProperties : public Floor {
public:
    void call(std::uint64_t value) noexcept {
        std::byte* const slot = buffer_.next < HasInteger ? 83 : 74 > ();
        store(slot, std::uint8_t{1});
        store(slot + 1, &kSite);
        store(slot + 9, __rdtsc());
        store(slot + 17, value);
        store(slot + 25, &kSite);
        store(slot + 33, std::uint8_t{1});
        store(slot + 34, std::uint64_t{32});
        std::memcpy(slot + 42, text_.data(), 32);
        if constexpr (HasInteger) {
            store(slot + 74, std::uint8_t{2});
            store(slot + 75, value);
        }
    }

private:
    static constexpr int kSite = 0;
    WarmBuffer buffer_;
    std::string text_ = std::string(32, 'x');
};

}  // namespace micromegas::bench
