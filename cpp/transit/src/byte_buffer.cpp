#include <micromegas/transit/byte_buffer.hpp>

#include <algorithm>
#include <cstring>

namespace micromegas::transit::inline MICROMEGAS_ABI {

void ByteBuffer::reallocate(std::size_t capacity) {
    // NOLINTNEXTLINE(modernize-avoid-c-arrays)
    auto bytes = std::make_unique_for_overwrite<std::byte[]>(capacity);
    if (size_ > 0) {
        std::memcpy(bytes.get(), bytes_.get(), size_);
    }
    bytes_ = std::move(bytes);
    capacity_ = capacity;
}

void ByteBuffer::grow(std::size_t count) {
    constexpr std::size_t kSmallest = 256;
    reallocate(std::max({size_ + count, 2 * capacity_, kSmallest}));
}

}  // namespace micromegas::transit::inline MICROMEGAS_ABI
