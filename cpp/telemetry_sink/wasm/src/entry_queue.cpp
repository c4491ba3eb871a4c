#include "entry_queue.hpp"

#include <micromegas/tracing/time.hpp>

#include <emscripten/proxying.h>
#include <emscripten/threading.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace micromegas::telemetry_sink {
namespace {

/// Bytes of messages and properties, and of the entries themselves, that may wait while the main thread is busy.
constexpr std::size_t kMaxWaiting = std::size_t{16} << 20;

/// The strings of a call site that does not outlive its call.
struct SiteTexts {
    std::string format;
    std::string target;
    std::string module_path;
    std::string file;
};

struct Entry {
    const tracing::LogMetadata* site;  // null where `texts` stand for it
    std::unique_ptr<SiteTexts> texts;
    tracing::Level level;
    std::uint32_t line;
    std::vector<tracing::Property> properties;
    std::int64_t time;
    std::string message;  // empty for a literal, which the site has
};

std::size_t size_of(const Entry& entry) noexcept {
    std::size_t size = sizeof(Entry) + entry.message.size();
    for (const tracing::Property& property : entry.properties) {
        size += sizeof(property) + property.name.size() + property.value.size();
    }
    return size;
}

struct Queue {
    std::mutex mutex;
    std::vector<Entry> entries;
    std::size_t size = 0;
    std::uint64_t dropped = 0;
    bool is_scheduled = false;
};

Queue& queue() noexcept {
    static Queue& instance = *new Queue;  // never destroyed: threads may log to the end
    return instance;
}

bool has_literal(const tracing::LogMetadata& desc) noexcept {
    return desc.lifetime == tracing::MetadataLifetime::Static && desc.message_is_literal;
}

Entry copy_entry(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties, std::int64_t time,
                 std::string_view message) {
    Entry entry{.site = &desc,
                .texts = nullptr,
                .level = desc.level,
                .line = desc.line,
                .properties = {properties.begin(), properties.end()},
                .time = time,
                .message = has_literal(desc) ? std::string{} : std::string{message}};
    if (desc.lifetime == tracing::MetadataLifetime::Transient) {
        entry.site = nullptr;
        entry.texts = std::make_unique<SiteTexts>(std::string{desc.fmt_str}, std::string{desc.target},
                                                  std::string{desc.module_path}, std::string{desc.file});
    }
    return entry;
}

void deliver_entry(const Entry& entry, DeliverEntry deliver) noexcept {
    if (entry.site != nullptr) {
        const std::string_view message = has_literal(*entry.site) ? entry.site->fmt_str : entry.message;
        deliver(*entry.site, entry.properties, entry.time, message);
        return;
    }
    const SiteTexts& texts = *entry.texts;
    const tracing::LogMetadata site{entry.level,
                                    texts.format,
                                    texts.target,
                                    texts.module_path,
                                    texts.file,
                                    entry.line,
                                    tracing::MetadataLifetime::Transient};
    deliver(site, entry.properties, entry.time, entry.message);
}

void report_dropped(std::uint64_t count, DeliverEntry deliver) noexcept {
    const tracing::LogMetadata site{tracing::Level::Warn,
                                    "",
                                    "micromegas::telemetry_sink",
                                    "micromegas::telemetry_sink",
                                    __FILE__,
                                    __LINE__,
                                    tracing::MetadataLifetime::Transient};
    deliver(site, {}, tracing::now(),
            std::to_string(count) + " log entries of other threads were dropped while the main thread was busy");
}

}  // namespace

void queue_entry(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties, std::int64_t time,
                 std::string_view message, DeliverEntry deliver) noexcept {
    Entry entry = copy_entry(desc, properties, time, message);
    const std::size_t size = size_of(entry);
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
    std::vector<Entry> entries;
    std::uint64_t dropped = 0;
    {
        const std::lock_guard lock{queue().mutex};
        entries.swap(queue().entries);
        dropped = std::exchange(queue().dropped, 0);
        queue().size = 0;
        queue().is_scheduled = false;
    }
    for (const Entry& entry : entries) {
        deliver_entry(entry, deliver);
    }
    if (dropped > 0) {
        report_dropped(dropped, deliver);
    }
}

}  // namespace micromegas::telemetry_sink
