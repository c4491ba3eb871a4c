#include "thread_recorder.hpp"

#include <algorithm>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

std::size_t ThreadRecorder::written_bytes(QueueKind kind) noexcept {
    Chunk* const writing = chain(kind).writing;
    return writing == nullptr
               ? 0
               : static_cast<std::size_t>(queue(kind).cursor.load(std::memory_order_relaxed) - writing->begin());
}

void ThreadRecorder::go_on_in(Chunk& fresh, QueueKind kind, std::size_t most_bytes) noexcept {
    Chain& own = chain(kind);
    RecordQueue& written = queue(kind);
    if (own.writing == nullptr) {
        own.first.store(&fresh, std::memory_order_release);
    } else {
        own.writing->filled = written.cursor.load(std::memory_order_relaxed);
        own.writing->next.store(&fresh, std::memory_order_release);
    }
    own.writing = &fresh;
    written.end = own.end = fresh.begin() + std::min(fresh.capacity, most_bytes);
    // Last: a reader that sees the new cursor sees the link.
    written.cursor.store(fresh.begin(), std::memory_order_release);
}

bool ThreadRecorder::start_over(QueueKind kind, std::size_t most_bytes) noexcept {
    Chain& own = chain(kind);
    RecordQueue& written = queue(kind);
    if (own.writing == nullptr || own.read.chunk != own.writing ||
        own.read.at != written.cursor.load(std::memory_order_relaxed)) {
        return false;
    }
    own.read.at = own.writing->begin();
    if (kind == QueueKind::Logs) {
        text_read = own.read;  // blocks are not read further than text
    }
    written.end = own.end = own.writing->begin() + std::min(own.writing->capacity, most_bytes);
    written.cursor.store(own.writing->begin(), std::memory_order_release);
    return true;
}

std::size_t ThreadRecorder::release_until(Position position, QueueKind kind, ChunkPool& pool) noexcept {
    if (position.chunk == nullptr) {
        return 0;  // there was nothing to read; the owner may have begun meanwhile
    }
    Chain& own = chain(kind);
    std::size_t bytes = 0;
    Chunk* chunk = own.read.chunk != nullptr ? own.read.chunk : own.first.load(std::memory_order_acquire);
    while (chunk != position.chunk) {
        Chunk* const next = chunk->next.load(std::memory_order_acquire);
        bytes += chunk->filled_bytes();
        pool.give_back(chunk);
        chunk = next;
    }
    own.read = position;
    return bytes;
}

void ThreadRecorder::release_all(ChunkPool& pool) noexcept {
    for (Chain& own : chains) {
        Chunk* chunk = own.read.chunk != nullptr ? own.read.chunk : own.first.load(std::memory_order_acquire);
        while (chunk != nullptr) {
            Chunk* const next = chunk->next.load(std::memory_order_acquire);
            pool.give_back(chunk);
            chunk = next;
        }
        own.read = {};
    }
}

bool ThreadRecorder::is_empty(QueueKind kind) noexcept {
    bool found = false;
    static_cast<void>(read_runs(kind, [&found](const std::byte* begin, const std::byte*) {
        found = true;
        return begin;
    }));
    return !found;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
