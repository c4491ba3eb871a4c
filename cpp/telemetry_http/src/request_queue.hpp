// Requests that wait to be sent, the most important ones first. Knows neither threads nor clocks nor the network.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

using TimePoint = std::chrono::steady_clock::time_point;

/// The first goes out first and is dropped last.
enum class Priority : std::uint8_t { Metadata, Logs, Metrics, Traces };
inline constexpr std::size_t kPriorities = 4;

[[nodiscard]] constexpr Priority priority_of(tracing::StreamKind kind) noexcept {
    switch (kind) {
        case tracing::StreamKind::Log:
            return Priority::Logs;
        case tracing::StreamKind::Metrics:
            return Priority::Metrics;
        case tracing::StreamKind::Thread:
        case tracing::StreamKind::Image:
            break;
    }
    return Priority::Traces;
}

/// The content of a request, as the last part of its URL has it.
enum class ItemKind : std::uint8_t { Process, Stream, Block };

/// One item, with an id that stays the same however often it is sent.
struct Request {
    ItemKind item = ItemKind::Block;
    Priority priority = Priority::Metadata;
    tracing::StreamKind kind = tracing::StreamKind::Log;  ///< Of a block.
    std::uint64_t events = 0;                             ///< Of a block.
    std::shared_ptr<const tracing::EventStream> stream;   ///< Of a stream or a block that this process has recorded.
    std::shared_ptr<const tracing::EventBlock> block;     ///< Until it is encoded.
    std::uint64_t recorded = 0;                           ///< Of `RecordedRequests`; 0: of this process.
    std::vector<std::byte> body;                          ///< Once it is.
    unsigned attempts = 0;
    bool has_new_token = false;  ///< The server did not take the one before.
    TimePoint first_attempt;
    TimePoint not_before;

    [[nodiscard]] std::size_t bytes() const noexcept {
        return body.size() + (block ? block->dependencies.size() + block->objects.size() : 0);
    }
};

struct QueueLimits {
    std::size_t soft;  ///< Past it spans and images are dropped.
    std::size_t hard;  ///< Past it logs and metrics, too.
};

class RequestQueue {
public:
    explicit RequestQueue(QueueLimits limits) noexcept : limits_(limits) {}

    /// Returns those that have no room: `request` itself, or traces that give way to a log or a metric. Metadata always
    /// has room, and so has whatever comes while nothing else is here.
    [[nodiscard]] std::vector<Request> push(Request request);
    /// The most important one that may go now; it stays part of `bytes`, by the size that it has now, until `release`.
    [[nodiscard]] std::optional<Request> take(TimePoint now);
    /// Gives back one that was taken and not sent: it is the next of its kind.
    void put_back(Request request);
    /// Gives back one that is to be sent again at its `not_before`.
    void retry(Request request);
    /// One that was taken has changed its size from `before` to `after`, or has left with 0.
    void resize(std::size_t before, std::size_t after) noexcept { bytes_ = bytes_ - before + after; }

    /// Requests that wait for a retry wait no longer.
    void hurry() noexcept;
    /// When the next one may go that has to wait; nothing where there is none.
    [[nodiscard]] std::optional<TimePoint> next_retry() const noexcept;
    [[nodiscard]] bool empty() const noexcept;
    /// With those that were taken.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::vector<Request> take_all();

private:
    struct Lane {
        std::deque<Request> fresh;
        std::vector<Request> retries;
    };

    [[nodiscard]] Lane& lane(Priority priority) noexcept { return lanes_[static_cast<std::size_t>(priority)]; }

    QueueLimits limits_;
    std::array<Lane, kPriorities> lanes_;
    std::size_t bytes_ = 0;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
