// Encodes objects of reflected types.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/reflection.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The encoding of a dynamic string. We write UTF-8.
enum class StringCodec : std::uint8_t { Ansi = 0, Utf16 = 1, Utf8 = 2 };

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The codec and the length of a dynamic string.
inline constexpr std::size_t kStringHeaderSize = sizeof(StringCodec) + sizeof(std::uint32_t);

/// Writes at a place that moves on.
class Writer {
public:
    explicit Writer(std::byte* begin) noexcept : next_(begin) {}

    template <class T>
    void scalar(T value) noexcept {
        std::memcpy(next_, &value, sizeof(T));
        next_ += sizeof(T);
    }
    void bytes(const void* data, std::size_t size) noexcept {
        if (size > 0) {  // data may then be null, which memcpy does not allow
            std::memcpy(next_, data, size);
            next_ += size;
        }
    }
    [[nodiscard]] std::byte* skip(std::size_t size) noexcept { return std::exchange(next_, next_ + size); }
    [[nodiscard]] std::byte* next() const noexcept { return next_; }

private:
    std::byte* next_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Writes `kSizeOf<T>` bytes, all of them determined by the object's values.
template <StaticType T>
void encode(const T& object, std::byte* out) noexcept {
    if constexpr (detail::kLayout<T>.has_gaps) {
        std::memset(out, 0, kSizeOf<T>);
    }
    detail::for_each_field<T>([&]<class F>(const F& field, auto index) {
        const auto& value = object.*field.member;
        constexpr std::uint32_t kOffset = detail::kLayout<T>.offsets[index];
        if constexpr (Scalar<typename F::Type>) {
            std::memcpy(out + kOffset, &value, sizeof(value));
        } else {
            encode(value, out + kOffset);
        }
    });
}

/// The bytes of an object of dynamic size, without the type index and the size before it. 64 bits, as the text and
/// lists of one object may be longer than its size can tell.
template <DynamicType T>
[[nodiscard]] std::uint64_t size_of(const T& object) noexcept {
    std::uint64_t size = 0;
    detail::for_each_field<T>([&]<class F>(const F& field, auto) {
        using Type = typename F::Type;
        const auto& value = object.*field.member;
        if constexpr (detail::kIsTail<F>) {
            size += value.size();
        } else if constexpr (std::same_as<Type, std::string_view>) {
            size += detail::kStringHeaderSize + value.size();
        } else if constexpr (std::same_as<Type, std::span<const std::byte>>) {
            size += sizeof(std::uint32_t) + value.size();
        } else if constexpr (detail::kIsList<Type>) {
            size += sizeof(std::uint32_t) + std::uint64_t{value.size()} * detail::size_of<typename Type::value_type>();
        } else {
            size += detail::size_of<Type>();
        }
    });
    return size;
}

/// Writes `size_of(object)` bytes, which 32 bits have to hold.
template <DynamicType T>
void encode(const T& object, std::byte* out) noexcept {
    detail::Writer writer{out};
    detail::for_each_field<T>([&]<class F>(const F& field, auto) {
        using Type = typename F::Type;
        const auto& value = object.*field.member;
        if constexpr (detail::kIsTail<F>) {
            writer.bytes(value.data(), value.size());
        } else if constexpr (std::same_as<Type, std::string_view>) {
            writer.scalar(StringCodec::Utf8);
            writer.scalar(static_cast<std::uint32_t>(value.size()));
            writer.bytes(value.data(), value.size());
        } else if constexpr (std::same_as<Type, std::span<const std::byte>>) {
            writer.scalar(static_cast<std::uint32_t>(value.size()));
            writer.bytes(value.data(), value.size());
        } else if constexpr (detail::kIsList<Type>) {
            writer.scalar(static_cast<std::uint32_t>(value.size()));
            for (const auto& item : value) {
                encode(item, writer.skip(detail::size_of<typename Type::value_type>()));
            }
        } else if constexpr (Scalar<Type>) {
            writer.scalar(value);
        } else {
            encode(value, writer.skip(detail::size_of<Type>()));
        }
    });
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
