#include "chunk_pool.hpp"

#include "quiet_lock.hpp"
#include "system/pages.hpp"

#include <algorithm>
#include <new>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

constexpr std::size_t kSlabBytes = std::size_t{1} << 20;
/// The maximum memory in free chunks of a size; further chunks go back to the system.
constexpr std::size_t kMostFreeBytes = std::size_t{8} << 20;

std::size_t bytes_of(const Chunk& chunk) noexcept { return sizeof(Chunk) + chunk.capacity; }

Chunk* make_chunk(std::byte* memory, std::size_t bytes, bool is_pooled) noexcept {
    auto* const chunk = new (memory) Chunk;
    chunk->capacity = bytes - sizeof(Chunk);
    chunk->is_pooled = is_pooled;
    return chunk;
}

/// Null without memory.
std::byte* allocate_touched(std::size_t bytes) noexcept {
    return static_cast<std::byte*>(map_pages(bytes, MAP_POPULATE));
}

/// May free a part of an allocation: chunks are whole pages.
void free_pages(Chunk* chunk) noexcept { unmap_pages(chunk, bytes_of(*chunk)); }

}  // namespace

Chunk* ChunkPool::take(std::size_t bytes, bool is_first) noexcept {
    const std::size_t needed = sizeof(Chunk) + bytes;
    Shelf& shelf = is_small(needed, is_first) ? small_ : large_;
    const std::size_t size = std::max(needed, shelf.chunk_bytes);
    if (in_use_.fetch_add(size, std::memory_order_relaxed) + size > 2 * limit_.load(std::memory_order_relaxed)) {
        in_use_.fetch_sub(size, std::memory_order_relaxed);
        return nullptr;
    }
    Chunk* chunk = nullptr;
    if (size == shelf.chunk_bytes) {
        chunk = take_from(shelf);
    } else if (auto* const memory = allocate_touched(size)) {
        chunk = make_chunk(memory, size, false);
    }
    if (chunk == nullptr) {
        in_use_.fetch_sub(size, std::memory_order_relaxed);
    }
    return chunk;
}

bool ChunkPool::has_limit_for(std::size_t bytes, bool is_first) const noexcept {
    const std::size_t needed = sizeof(Chunk) + bytes;
    const Shelf& shelf = is_small(needed, is_first) ? small_ : large_;
    return in_use_.load(std::memory_order_relaxed) + std::max(needed, shelf.chunk_bytes) <=
           2 * limit_.load(std::memory_order_relaxed);
}

/// A thread keeps its chunk while it records nothing, so none takes a large one at the cost of others.
bool ChunkPool::is_small(std::size_t needed, bool is_first) const noexcept {
    return needed <= kSmallChunkBytes && (is_first || in_use_.load(std::memory_order_relaxed) + kLargeChunkBytes >
                                                          limit_.load(std::memory_order_relaxed));
}

Chunk* ChunkPool::take_from(Shelf& shelf) noexcept {
    {
        const QuietLock lock{mutex_};
        if (Chunk* const chunk = pop(shelf)) {
            return chunk;
        }
    }
    stock(shelf);
    const QuietLock lock{mutex_};
    return pop(shelf);
}

Chunk* ChunkPool::pop(Shelf& shelf) noexcept {
    Chunk* const chunk = shelf.free;
    if (chunk != nullptr) {
        shelf.free = chunk->next.load(std::memory_order_relaxed);
        --shelf.count;
        chunk->next.store(nullptr, std::memory_order_relaxed);
    }
    return chunk;
}

void ChunkPool::give_back(Chunk* chunk) noexcept {
    const std::size_t bytes = bytes_of(*chunk);
    in_use_.fetch_sub(bytes, std::memory_order_relaxed);
    if (chunk->is_pooled) {
        const QuietLock lock{mutex_};
        Shelf& shelf = bytes == kSmallChunkBytes ? small_ : large_;
        if (shelf.count * bytes < kMostFreeBytes) {
            push(shelf, chunk);
            return;
        }
    }
    free_pages(chunk);
}

void ChunkPool::replenish() noexcept {
    for (Shelf* const shelf : {&small_, &large_}) {
        bool needs_more = false;
        {
            const QuietLock lock{mutex_};
            needs_more = is_low(*shelf);
        }
        if (needs_more) {
            stock(*shelf);
        }
    }
}

void ChunkPool::trim() noexcept {
    for (Shelf* const shelf : {&small_, &large_}) {
        Chunk* chunk = nullptr;
        do {
            {
                const QuietLock lock{mutex_};
                chunk = pop(*shelf);
            }
            if (chunk != nullptr) {
                free_pages(chunk);
            }
        } while (chunk != nullptr);
    }
}

bool ChunkPool::is_low() noexcept {
    const QuietLock lock{mutex_};
    return is_low(small_) || is_low(large_);
}

bool ChunkPool::is_low(const Shelf& shelf) noexcept { return shelf.count * shelf.chunk_bytes < kSlabBytes; }

/// Touches the new memory outside the lock, so that no thread that takes a chunk waits for the kernel.
void ChunkPool::stock(Shelf& shelf) noexcept {
    std::byte* const slab = allocate_touched(kSlabBytes);
    if (slab == nullptr) {
        return;
    }
    const QuietLock lock{mutex_};
    for (std::size_t at = 0; at < kSlabBytes; at += shelf.chunk_bytes) {
        push(shelf, make_chunk(slab + at, shelf.chunk_bytes, true));
    }
}

void ChunkPool::push(Shelf& shelf, Chunk* chunk) noexcept {
    chunk->next.store(shelf.free, std::memory_order_relaxed);
    shelf.free = chunk;
    ++shelf.count;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
