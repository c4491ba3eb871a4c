// The memory that threads record into.
#pragma once

#include <micromegas/abi.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <new>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The header of a piece of memory that one thread fills with records.
struct alignas(64) Chunk {
    std::atomic<Chunk*> next{nullptr};  ///< The chunk that the same thread went on in.
    std::byte* filled = nullptr;        ///< The end of the records; valid once `next` is set.
    std::size_t capacity = 0;           ///< Bytes after this header.
    bool is_pooled = true;

    [[nodiscard]] std::byte* begin() noexcept { return reinterpret_cast<std::byte*>(this + 1); }
    [[nodiscard]] std::byte* end() noexcept { return begin() + capacity; }
    [[nodiscard]] bool holds(const std::byte* place) noexcept {
        return std::greater_equal<>{}(place, begin()) && std::less_equal<>{}(place, end());
    }
    [[nodiscard]] std::size_t filled_bytes() noexcept { return static_cast<std::size_t>(filled - begin()); }
};

/// The first chunk of a thread's queue is small, since most threads record little. Later ones are, too, where a large
/// one would exceed the limit.
inline constexpr std::size_t kSmallChunkBytes = std::size_t{8} << 10;  // with the header
inline constexpr std::size_t kLargeChunkBytes = std::size_t{64} << 10;

/// Recycles chunks. Its memory is touched when it is allocated, by the collector or a FlushMonitor's thread if it can
/// be, so that a recording thread that takes a chunk has no page fault. Of each size 8 MiB are kept free; `set_limit`
/// bounds the memory in use. Any thread.
class ChunkPool {
public:
    /// Room for at least `bytes`; a small chunk if `is_first`, or where memory is scarce. Null past twice the limit, or
    /// without memory.
    [[nodiscard]] Chunk* take(std::size_t bytes, bool is_first) noexcept;
    void give_back(Chunk* chunk) noexcept;
    /// Whether `take` would have been within twice the limit, so that it is the system that has no memory.
    [[nodiscard]] bool has_limit_for(std::size_t bytes, bool is_first) const noexcept;

    /// Makes sure that the next few chunks of each size are there and warm.
    void replenish() noexcept;
    /// Gives all free ones back to the system.
    void trim() noexcept;
    /// Whether `replenish` would add memory.
    [[nodiscard]] bool is_low() noexcept;

    void set_limit(std::size_t bytes) noexcept { limit_.store(bytes, std::memory_order_relaxed); }
    [[nodiscard]] bool is_over_limit() const noexcept {
        return in_use_.load(std::memory_order_relaxed) > limit_.load(std::memory_order_relaxed);
    }

    /// Held across a fork.
    [[nodiscard]] std::mutex& mutex() noexcept { return mutex_; }

private:
    struct Shelf {
        std::size_t chunk_bytes;
        Chunk* free = nullptr;
        std::size_t count = 0;
    };

    [[nodiscard]] bool is_small(std::size_t needed, bool is_first) const noexcept;
    [[nodiscard]] Chunk* take_from(Shelf& shelf) noexcept;
    void stock(Shelf& shelf) noexcept;
    // Under the mutex.
    [[nodiscard]] static bool is_low(const Shelf& shelf) noexcept;
    static Chunk* pop(Shelf& shelf) noexcept;
    static void push(Shelf& shelf, Chunk* chunk) noexcept;

    std::mutex mutex_;
    Shelf small_{kSmallChunkBytes};
    Shelf large_{kLargeChunkBytes};
    std::atomic<std::size_t> in_use_{0};
    std::atomic<std::size_t> limit_{0};
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
