#include "images.hpp"

#include "quiet_lock.hpp"

#include <cstring>
#include <new>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void PendingImage::Delete::operator()(PendingImage* image) const noexcept {
    // One by one: a long list must not use the stack up.
    while (image != nullptr) {
        PendingImage* const rest = image->next.release();
        image->~PendingImage();
        operator delete(static_cast<void*>(image));
        image = rest;
    }
}

PendingImage::Pointer PendingImage::make(std::int64_t time, std::string_view name, std::string_view format,
                                         std::span<const std::byte> bytes) noexcept {
    const std::size_t size = name.size() + format.size() + bytes.size();
    auto* const memory = static_cast<std::byte*>(operator new(sizeof(PendingImage) + size, std::nothrow));
    if (memory == nullptr) {
        return nullptr;
    }
    Pointer image{new (memory) PendingImage{time, name.size(), format.size(), bytes.size()}};
    std::byte* to = memory + sizeof(PendingImage);
    const auto copy = [&to](const void* from, std::size_t count) {
        if (count != 0) {  // `from` may be null then
            std::memcpy(to, from, count);
        }
        to += count;
    };
    copy(name.data(), name.size());
    copy(format.data(), format.size());
    copy(bytes.data(), bytes.size());
    return image;
}

bool ImageQueue::push(PendingImage::Pointer image, std::size_t limit) noexcept {
    const QuietLock lock{mutex_};
    if (first_ != nullptr && bytes_ + image->size() > limit) {
        return false;
    }
    bytes_ += image->size();
    PendingImage* const last = image.get();
    (first_ == nullptr ? first_ : last_->next) = std::move(image);
    last_ = last;
    return true;
}

PendingImage::Pointer ImageQueue::take_all() noexcept {
    const QuietLock lock{mutex_};
    bytes_ = 0;
    last_ = nullptr;
    return std::move(first_);
}

std::size_t ImageQueue::bytes() noexcept {
    const QuietLock lock{mutex_};
    return bytes_;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
