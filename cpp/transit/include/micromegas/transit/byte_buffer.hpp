#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Bytes that grow at the end. Unlike a vector's, new ones are not zeroed first.
class ByteBuffer {
public:
    ByteBuffer() noexcept = default;
    ByteBuffer(const ByteBuffer&) = delete;
    ByteBuffer& operator=(const ByteBuffer&) = delete;
    ByteBuffer(ByteBuffer&& other) noexcept
        : bytes_(std::move(other.bytes_)),
          size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    ByteBuffer& operator=(ByteBuffer&& other) noexcept {
        bytes_ = std::move(other.bytes_);
        size_ = std::exchange(other.size_, 0);
        capacity_ = std::exchange(other.capacity_, 0);
        return *this;
    }
    ~ByteBuffer() = default;

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {bytes_.get(), size_}; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

    /// Makes room for `capacity` bytes in all.
    void reserve(std::size_t capacity) {
        if (capacity > capacity_) {
            reallocate(capacity);
        }
    }

    /// Adds `count` bytes at the end, for the caller to write. Valid until the next call.
    [[nodiscard]] std::byte* extend(std::size_t count) {
        if (count > capacity_ - size_) [[unlikely]] {
            grow(count);
        }
        std::byte* const begin = bytes_.get() + size_;
        size_ += count;
        return begin;
    }

    /// Forgets the bytes, keeps the memory.
    void clear() noexcept { size_ = 0; }

private:
    void reallocate(std::size_t capacity);
    void grow(std::size_t count);

    std::unique_ptr<std::byte[]> bytes_;  // NOLINT(modernize-avoid-c-arrays): a vector would zero it
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
