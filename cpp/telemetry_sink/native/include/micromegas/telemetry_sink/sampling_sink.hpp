// Passes on a sample of the spans of threads: those around slow frames, and a heartbeat.
//
//     auto sink = std::make_shared<SamplingSink>(std::make_shared<FileEventSink>(file), SamplingOptions{.frame =
//     "tick"});
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct SamplingOptions {
    /// The name of the spans that are measured, on any thread. Where one lasts longer than `slow`, blocks are passed
    /// on: those that have a part of it, and of each thread the one before and the next one.
    std::string frame = {};
    std::chrono::nanoseconds slow = std::chrono::milliseconds{50};
    /// Besides, a block of each thread is passed on in such a time, with those in which an open frame began. 0: none.
    std::chrono::milliseconds heartbeat{60'000};
    /// A block without a span of this name is idle: no heartbeat. Empty: no block is idle.
    std::string work = {};
    /// Of blocks that wait for a slow frame: the last of each thread, and all since a frame that is still open began.
    std::size_t max_held_bytes = std::size_t{64} << 20;
};

/// Blocks of thread spans, and the events in them.
struct SamplingCounts {
    std::uint64_t passed_blocks = 0;
    std::uint64_t passed_events = 0;
    std::uint64_t left_out_blocks = 0;
    std::uint64_t left_out_events = 0;
    std::uint64_t held_blocks = 0;  ///< Neither yet.

    friend bool operator==(const SamplingCounts&, const SamplingCounts&) = default;
};

/// Everything else, and the blocks that wait at the shutdown, it passes on.
///
/// A server reads the blocks behind a gap as a new tree of spans: a span that was open there begins with it, and one
/// that is open before the gap ends with it. A block is what a flush hands over, so `flush_period` is the size of the
/// sample. The threads of the sink are those of the wrapped one; `counts` may be called by any.
class SamplingSink final : public tracing::EventSink {
public:
    SamplingSink(std::shared_ptr<tracing::EventSink> sink, SamplingOptions options);
    ~SamplingSink() override;
    SamplingSink(const SamplingSink&) = delete;
    SamplingSink& operator=(const SamplingSink&) = delete;

    [[nodiscard]] SamplingCounts counts() const;

    [[nodiscard]] tracing::SinkInterest interest() const noexcept override;
    void on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept override;
    void on_shutdown() noexcept override;
    [[nodiscard]] bool on_log_enabled(const tracing::LogMetadata& desc) noexcept override;
    void on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override;
    void on_deferred_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                         std::int64_t time, std::string_view message, std::string_view thread) noexcept override;
    void on_deferred_logs_end() noexcept override;
    void on_init_stream(const tracing::EventStream& stream) noexcept override;
    void on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept override;
    [[nodiscard]] bool is_busy() const noexcept override;

private:
    using Block = std::shared_ptr<const tracing::EventBlock>;

    struct Frame {
        std::int64_t begin;   // in ticks
        std::uint64_t block;  // the number of its first one
    };
    /// A stream of spans.
    struct Thread {
        std::uint64_t blocks = 0;  // so far
        std::deque<Block> held;    // the last of them
        std::vector<Frame> open_frames;
        std::size_t open_work = 0;
        bool passes_next = false;
        std::chrono::system_clock::time_point next_heartbeat;                // of the end of a block
        std::int64_t end = std::numeric_limits<std::int64_t>::min();         // of the last block, in ticks
        std::int64_t passed_end = std::numeric_limits<std::int64_t>::min();  // of the last one that was passed on
    };
    struct Findings {
        bool is_slow = false;
        bool has_work = false;
    };

    [[nodiscard]] Findings look_into(const tracing::EventBlock& block, Thread& thread) const;
    [[nodiscard]] std::int64_t ticks_of_slow();
    void choose(const Block& block, Thread& thread);
    void pass_on(const Block& block, Thread& thread);
    void pass_held(Thread& thread);
    void leave_out_first(Thread& thread);
    void leave_out_until(Thread& thread, std::size_t kept);
    void forget_a_thread();

    const std::shared_ptr<tracing::EventSink> sink_;
    const SamplingOptions options_;

    mutable std::mutex mutex_;
    std::shared_ptr<const tracing::ProcessInfo> process_;
    std::optional<std::int64_t> slow_ticks_;
    std::map<tracing::Uuid::Bytes, Thread> threads_;
    std::size_t held_bytes_ = 0;
    SamplingCounts counts_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
