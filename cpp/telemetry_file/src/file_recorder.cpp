#include "file_recorder.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

using tracing::EventBlock;
using tracing::StreamKind;

/// The time until a failed write is tried again.
constexpr std::chrono::milliseconds kRetry{500};

std::size_t size_of(const EventBlock& block) noexcept { return block.dependencies.size() + block.objects.size(); }

}  // namespace

FileRecorder::FileRecorder(const FileSinkOptions& options)
    : options_(options), writer_(options.recording), encoder_(options.compression_level) {
    error_ = writer_.open();
    path_ = writer_.path();
}

std::string FileRecorder::path() const { return path_; }

FileCounts FileRecorder::counts() const {
    const std::lock_guard lock{mutex_};
    return counts_;
}

std::error_code FileRecorder::write_error() const {
    const std::lock_guard lock{mutex_};
    return write_error_;
}

bool FileRecorder::is_busy() const noexcept {
    const std::lock_guard lock{mutex_};
    return queued_bytes_ > options_.max_queue_bytes / 2;
}

void FileRecorder::add(const std::shared_ptr<const EventBlock>& block) {
    const std::size_t size = size_of(*block);
    const bool is_bulk = block->stream->kind == StreamKind::Thread || block->stream->kind == StreamKind::Image;
    const std::size_t most = is_bulk ? options_.max_queue_bytes / 2 : options_.max_queue_bytes;
    {
        const std::lock_guard lock{mutex_};
        ++counts_.blocks.waiting;
        counts_.events.waiting += block->object_count;
        if (!has_thread_ || is_stopping_) {
            settle(*block, is_stopping_ ? &FileFates::write_failed : &FileFates::memory);
            return;
        }
        if (queued_bytes_ + size > most && !queue_.empty()) {
            settle(*block, &FileFates::queue_full);
            return;
        }
        queue_.push_back(block);
        queued_bytes_ += size;
    }
    changed_.notify_all();
}

/// Until everything is written or given up.
std::optional<Delivery::TimePoint> FileRecorder::stop() noexcept { return std::nullopt; }

void FileRecorder::run() noexcept {
    static_cast<void>(pthread_setname_np(pthread_self(), "micromegas-file"));
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] { return !queue_.empty() || is_stopping_; });
        if (queue_.empty()) {
            break;
        }
        // In the queue until it is settled, as it takes its memory.
        const std::shared_ptr<const EventBlock> block = queue_.front();
        deliver(*block, lock);
        queue_.pop_front();
        queued_bytes_ -= size_of(*block);
        tell_of_losses(lock);
    }
    finish(lock);
    lock.unlock();
    has_ended();
}

/// As late as possible, for a frequency that may have to be measured.
void FileRecorder::describe_process() {
    if (!std::exchange(is_process_described_, true)) {
        writer_.begin_process(described_process());
    }
}

void FileRecorder::deliver(const EventBlock& block, std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    describe_process();
    item_.clear();
    if (encoder_.encode(block, process().start_ticks, item_)) {
        lock.lock();
        settle(block, &FileFates::memory);
        return;
    }
    for (;;) {
        const std::error_code error = writer_.write_block(*block.stream, item_);
        if (error && !write_error_) {
            MM_WARN("recording {} cannot be written: {}; events wait for room", path_, error.message());
        }
        lock.lock();
        write_error_ = error;
        if (!error || is_stopping_) {
            settle(block, error ? &FileFates::write_failed : &FileFates::delivered);
            return;
        }
        changed_.wait_for(lock, kRetry, [this] { return is_stopping_; });
        lock.unlock();
    }
}

void FileRecorder::settle(const EventBlock& block, Cause fate) noexcept {
    --counts_.blocks.waiting;
    counts_.events.waiting -= block.object_count;
    ++(counts_.blocks.*fate);
    counts_.events.*fate += block.object_count;
    if (fate != &FileFates::delivered) {
        counts_.dropped_events_by_kind[static_cast<std::size_t>(block.stream->kind)] += block.object_count;
    }
}

/// While blocks are written, so that the tale of them is written too.
void FileRecorder::tell_of_losses(std::unique_lock<std::mutex>& lock) {
    if (write_error_ || told_drops_ == counts_.dropped_events_by_kind) {
        return;
    }
    const std::array<std::uint64_t, 4> drops = counts_.dropped_events_by_kind;
    std::uint64_t fresh = 0;
    for (std::size_t kind = 0; kind < drops.size(); ++kind) {
        fresh += drops[kind] - told_drops_[kind];
    }
    told_drops_ = drops;
    lock.unlock();
    MM_WARN("recording {}: {} events were lost", path_, fresh);
    MM_IMETRIC("telemetry_dropped_logs", "count", drops[static_cast<std::size_t>(StreamKind::Log)]);
    MM_IMETRIC("telemetry_dropped_metrics", "count", drops[static_cast<std::size_t>(StreamKind::Metrics)]);
    MM_IMETRIC("telemetry_dropped_traces", "count", drops[static_cast<std::size_t>(StreamKind::Thread)]);
    MM_IMETRIC("telemetry_dropped_images", "count", drops[static_cast<std::size_t>(StreamKind::Image)]);
    lock.lock();
}

void FileRecorder::finish(std::unique_lock<std::mutex>& lock) {
    const FileCounts counts = counts_;
    lock.unlock();
    describe_process();
    const std::error_code error =
        writer_.close({.lost_blocks = counts.blocks.dropped(), .lost_events = counts.events.dropped()});
    if (counts.events.dropped() != 0 || error) {
        const std::string text =
            fmt::format("micromegas: recording {}: {} of {} events are lost{}{}\n", path_, counts.events.dropped(),
                        counts.events.dropped() + counts.events.delivered, error ? "; its end cannot be written: " : "",
                        error ? error.message() : "");
        static_cast<void>(std::fputs(text.c_str(), stderr));
    }
    lock.lock();
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
