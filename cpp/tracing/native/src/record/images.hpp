// Images that wait to be handed over.
#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// One piece of memory: this, and behind it the name, the format and the bytes.
class PendingImage {
public:
    struct Delete {
        void operator()(PendingImage* image) const noexcept;
    };
    using Pointer = std::unique_ptr<PendingImage, Delete>;

    /// Null without memory.
    [[nodiscard]] static Pointer make(std::int64_t time, std::string_view name, std::string_view format,
                                      std::span<const std::byte> bytes) noexcept;

    std::int64_t time;
    Pointer next;

    [[nodiscard]] std::string_view name() const noexcept { return {text(), name_size_}; }
    [[nodiscard]] std::string_view format() const noexcept { return {text() + name_size_, format_size_}; }
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
        return {reinterpret_cast<const std::byte*>(text()) + name_size_ + format_size_, bytes_size_};
    }
    [[nodiscard]] std::size_t size() const noexcept { return name_size_ + format_size_ + bytes_size_; }

private:
    PendingImage(std::int64_t when, std::size_t name_size, std::size_t format_size, std::size_t bytes_size) noexcept
        : time(when), name_size_(name_size), format_size_(format_size), bytes_size_(bytes_size) {}

    [[nodiscard]] const char* text() const noexcept { return reinterpret_cast<const char*>(this + 1); }

    std::size_t name_size_;
    std::size_t format_size_;
    std::size_t bytes_size_;
};

/// In the order in which they came. Any thread.
class ImageQueue {
public:
    /// False where it would hold more than `limit` bytes then; it takes one image in any case.
    [[nodiscard]] bool push(PendingImage::Pointer image, std::size_t limit) noexcept;
    [[nodiscard]] PendingImage::Pointer take_all() noexcept;
    [[nodiscard]] std::size_t bytes() noexcept;

    /// Held across a fork.
    [[nodiscard]] std::mutex& mutex() noexcept { return mutex_; }

private:
    std::mutex mutex_;
    PendingImage::Pointer first_;
    PendingImage* last_ = nullptr;
    std::size_t bytes_ = 0;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
