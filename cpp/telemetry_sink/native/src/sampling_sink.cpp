#include <micromegas/telemetry_sink/sampling_sink.hpp>

#include "scan_spans.hpp"

#include <micromegas/tracing/detail/frequency.hpp>

#include <algorithm>
#include <utility>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

using tracing::EventBlock;
using tracing::StreamKind;

/// Ended threads are among them.
constexpr std::size_t kMostThreads = 1024;

std::size_t size_of(const EventBlock& block) noexcept { return block.objects.size() + block.dependencies.size(); }

}  // namespace

SamplingSink::SamplingSink(std::shared_ptr<tracing::EventSink> sink, SamplingOptions options)
    : sink_(std::move(sink)), options_(std::move(options)) {}

SamplingSink::~SamplingSink() = default;

SamplingCounts SamplingSink::counts() const {
    const std::lock_guard lock{mutex_};
    return counts_;
}

SamplingSink::Findings SamplingSink::look_into(const EventBlock& block, Thread& thread) const {
    Findings findings{.is_slow = false, .has_work = thread.open_work != 0};
    const auto is_slow = [this](const Frame& frame, std::int64_t end) { return end - frame.begin > *slow_ticks_; };
    for (const detail::ScannedSpan& span : detail::scan_spans(block, options_.frame, options_.work)) {
        if (span.is_work) {
            findings.has_work = true;
            thread.open_work += span.is_begin ? 1 : 0;
            thread.open_work -= !span.is_begin && thread.open_work != 0 ? 1 : 0;
        }
        if (span.is_frame && span.is_begin) {
            thread.open_frames.push_back({span.time, thread.blocks});
        } else if (span.is_frame && !thread.open_frames.empty()) {
            findings.is_slow = findings.is_slow || is_slow(thread.open_frames.back(), span.time);
            thread.open_frames.pop_back();
        }
    }
    findings.is_slow =
        findings.is_slow || (!thread.open_frames.empty() && is_slow(thread.open_frames.front(), block.end.ticks));
    return findings;
}

/// When the first block comes: the frequency may have to be measured.
std::int64_t SamplingSink::ticks_of_slow() {
    if (!slow_ticks_) {
        const auto frequency = static_cast<double>(tracing::detail::with_frequency(*process_).tsc_frequency);
        const double ticks = std::chrono::duration<double>{options_.slow}.count() * frequency;
        slow_ticks_ = static_cast<std::int64_t>(ticks);
    }
    return *slow_ticks_;
}

void SamplingSink::pass_on(const Block& block, Thread& thread) {
    thread.passed_end = block->end.ticks;
    ++counts_.passed_blocks;
    counts_.passed_events += block->object_count;
    sink_->on_process_block(block);
}

void SamplingSink::pass_held(Thread& thread) {
    for (; !thread.held.empty(); thread.held.pop_front()) {
        --counts_.held_blocks;
        held_bytes_ -= size_of(*thread.held.front());
        pass_on(thread.held.front(), thread);
    }
}

void SamplingSink::leave_out_first(Thread& thread) {
    const Block block = std::move(thread.held.front());
    thread.held.pop_front();
    --counts_.held_blocks;
    held_bytes_ -= size_of(*block);
    // Without a gap a reader would take the next block for the one that follows.
    if (block->end.ticks <= thread.passed_end) {
        pass_on(block, thread);
        return;
    }
    ++counts_.left_out_blocks;
    counts_.left_out_events += block->object_count;
}

void SamplingSink::leave_out_until(Thread& thread, std::size_t kept) {
    while (thread.held.size() > kept) {
        leave_out_first(thread);
    }
}

/// The one whose last block is the oldest.
void SamplingSink::forget_a_thread() {
    const auto oldest = std::ranges::min_element(threads_, {}, [](const auto& thread) { return thread.second.end; });
    leave_out_until(oldest->second, 0);
    threads_.erase(oldest);
}

/// The block is the last of those that the thread holds.
void SamplingSink::choose(const Block& block, Thread& thread) {
    const Findings findings = look_into(*block, thread);
    if (findings.is_slow) {
        for (auto& [id, any] : threads_) {
            pass_held(any);
            any.passes_next = true;
        }
        return;
    }
    const bool is_idle = !options_.work.empty() && !findings.has_work;
    const bool is_due = options_.heartbeat.count() > 0 && !is_idle && block->end.time >= thread.next_heartbeat;
    if (is_due) {
        thread.next_heartbeat = block->end.time + options_.heartbeat;
    }
    // Those that have a part of a frame that is open: it may be a slow one.
    const std::size_t of_frame =
        thread.open_frames.empty() ? 0 : static_cast<std::size_t>(thread.blocks - thread.open_frames.front().block) + 1;
    if (std::exchange(thread.passes_next, false)) {
        pass_held(thread);
    } else if (is_due) {
        leave_out_until(thread, std::max<std::size_t>(of_frame, 1));
        pass_held(thread);
    } else {
        leave_out_until(thread, of_frame + 1);
    }
}

void SamplingSink::on_process_block(const Block& block) noexcept {
    if (block->stream->kind != StreamKind::Thread) {
        sink_->on_process_block(block);
        return;
    }
    const std::lock_guard lock{mutex_};
    static_cast<void>(ticks_of_slow());
    if (threads_.size() == kMostThreads && !threads_.contains(block->stream->stream_id.bytes())) {
        forget_a_thread();
    }
    Thread& thread = threads_[block->stream->stream_id.bytes()];
    if (block->begin.ticks > thread.end) {  // events were lost, which may have been ends
        thread.open_frames.clear();
        thread.open_work = 0;
    }
    thread.end = block->end.ticks;
    ++thread.blocks;
    thread.held.push_back(block);
    ++counts_.held_blocks;
    held_bytes_ += size_of(*block);
    choose(block, thread);
    for (auto next = threads_.begin(); held_bytes_ > options_.max_held_bytes && next != threads_.end(); ++next) {
        while (held_bytes_ > options_.max_held_bytes && !next->second.held.empty()) {
            leave_out_first(next->second);
        }
    }
}

void SamplingSink::on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept {
    {
        const std::lock_guard lock{mutex_};
        process_ = process;
        slow_ticks_.reset();
    }
    sink_->on_startup(process);
}

void SamplingSink::on_shutdown() noexcept {
    {
        const std::lock_guard lock{mutex_};
        for (auto& [id, thread] : threads_) {
            pass_held(thread);
        }
        threads_.clear();
    }
    sink_->on_shutdown();
}

tracing::SinkInterest SamplingSink::interest() const noexcept { return sink_->interest(); }

bool SamplingSink::on_log_enabled(const tracing::LogMetadata& desc) noexcept { return sink_->on_log_enabled(desc); }

void SamplingSink::on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                          std::int64_t time, std::string_view message) noexcept {
    sink_->on_log(desc, properties, time, message);
}

void SamplingSink::on_deferred_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                                   std::int64_t time, std::string_view message, std::string_view thread) noexcept {
    sink_->on_deferred_log(desc, properties, time, message, thread);
}

void SamplingSink::on_deferred_logs_end() noexcept { sink_->on_deferred_logs_end(); }

void SamplingSink::on_init_stream(const tracing::EventStream& stream) noexcept { sink_->on_init_stream(stream); }

bool SamplingSink::is_busy() const noexcept { return sink_->is_busy(); }

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
