// Objects of several types in one run of bytes:
//
//     HeterogeneousQueue<Sample, Remark> queue;
//     queue.push(Sample{.desc = 1, .time = 2});
//     send(queue.metadata(), queue.bytes());
//
// An object of static size is its type index (u8) and its bytes; one of dynamic size is its type index, its size (u32)
// and its bytes. Nothing is aligned, and nothing stands between two objects.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/byte_buffer.hpp>
#include <micromegas/transit/encode.hpp>
#include <micromegas/transit/reflection.hpp>
#include <micromegas/transit/user_defined_type.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Not for several threads at a time.
template <Reflected... Ts>
class HeterogeneousQueue {
    static_assert(sizeof...(Ts) <= std::numeric_limits<std::uint8_t>::max());

public:
    template <class T>
    static constexpr bool kHolds = (std::same_as<T, Ts> || ...);

    /// The byte before an object: a T's place among the types.
    template <class T>
    requires kHolds<T>
    [[nodiscard]] static constexpr std::uint8_t type_index() noexcept {
        constexpr std::array<bool, sizeof...(Ts)> kIsType{std::same_as<T, Ts>...};
        return static_cast<std::uint8_t>(std::ranges::find(kIsType, true) - kIsType.begin());
    }

    /// The types of the queue in the order of their indexes, and behind them the types of their fields.
    [[nodiscard]] static std::vector<UserDefinedType> metadata() {
        std::vector<UserDefinedType> types;
        types.reserve(sizeof...(Ts));
        (types.push_back(describe<Ts>()), ...);
        (detail::describe_field_types<Ts>(types), ...);
        return types;
    }

    /// Makes room for `bytes` bytes in all.
    void reserve(std::size_t bytes) { buffer_.reserve(bytes); }

    template <StaticType T>
    requires kHolds<T>
    void push(const T& object) {
        std::byte* const out = buffer_.extend(1 + kSizeOf<T>);
        *out = std::byte{type_index<T>()};
        encode(object, out + 1);
        ++count_;
    }

    /// Returns false, and pushes nothing, if 32 bits do not hold the object's size.
    template <DynamicType T>
    requires kHolds<T>
    bool push(const T& object) {
        const std::uint64_t size = size_of(object);
        if (size > kLargestObject) [[unlikely]] {
            return false;
        }
        detail::Writer writer{buffer_.extend(1 + sizeof(std::uint32_t) + static_cast<std::size_t>(size))};
        writer.scalar(type_index<T>());
        writer.scalar(static_cast<std::uint32_t>(size));
        encode(object, writer.next());
        ++count_;
        return true;
    }

    /// The number of objects.
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    /// In bytes.
    [[nodiscard]] std::size_t size() const noexcept { return buffer_.size(); }
    /// Valid until the queue changes.
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return buffer_.bytes(); }

    /// Forgets the objects, keeps the memory.
    void clear() noexcept {
        buffer_.clear();
        count_ = 0;
    }

    /// Hands the bytes over and leaves the queue empty.
    [[nodiscard]] ByteBuffer release() noexcept {
        count_ = 0;
        return std::move(buffer_);
    }

private:
    /// The address space of a 32-bit program, minus the header before the object.
    static constexpr std::uint64_t kLargestObject = std::numeric_limits<std::uint32_t>::max() - 16;

    ByteBuffer buffer_;
    std::size_t count_ = 0;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
