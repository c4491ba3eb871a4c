#include "entry_queue.hpp"

#include <emscripten/proxying.h>
#include <emscripten/threading.h>

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

using tracing::detail::KeptEntry;

/// Bytes of messages and properties, and of the entries themselves, that may wait while the main thread is busy.
constexpr std::size_t kMaxWaiting = std::size_t{16} << 20;

struct Queue {
    std::mutex mutex;
    std::vector<KeptEntry> entries;
    std::size_t size = 0;
    std::uint64_t dropped = 0;
    bool is_scheduled = false;
};

Queue& queue() noexcept {
    static Queue& instance = *new Queue;  // never destroyed: threads may log to the end
    return instance;
}

}  // namespace

void queue_entry(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
                 std::string_view message, DeliverEntry deliver) noexcept {
    KeptEntry entry{desc, properties, time, message};
    const std::size_t size = entry.size();
    const std::lock_guard lock{queue().mutex};
    if (queue().size + size > kMaxWaiting) {
        ++queue().dropped;
        return;
    }
    queue().size += size;
    queue().entries.push_back(std::move(entry));
    if (!queue().is_scheduled) {
        // The system's queue is also served while the main thread waits for a lock or a thread.
        queue().is_scheduled = emscripten_proxy_async(
            emscripten_proxy_get_system_queue(), emscripten_main_runtime_thread_id(),
            [](void* context) { deliver_queued_entries(reinterpret_cast<DeliverEntry>(context)); },
            reinterpret_cast<void*>(deliver));
    }
}

void deliver_queued_entries(DeliverEntry deliver) noexcept {
    std::vector<KeptEntry> entries;
    std::uint64_t dropped = 0;
    {
        const std::lock_guard lock{queue().mutex};
        entries.swap(queue().entries);
        dropped = std::exchange(queue().dropped, 0);
        queue().size = 0;
        queue().is_scheduled = false;
    }
    for (const KeptEntry& entry : entries) {
        entry.deliver(deliver);
    }
    if (dropped > 0) {
        tracing::detail::report_dropped("micromegas::telemetry_sink", dropped,
                                        "of other threads were dropped while the main thread was busy", deliver);
    }
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
