// Sends to a Micromegas server. Component micromegas::telemetry_http.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/delivery_options.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
class HttpSender;
MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The outcome of items, or of the events in them. Every one that the sink was given is in one of these.
struct HttpFates {
    std::uint64_t waiting = 0;
    std::uint64_t delivered = 0;  ///< The server has answered that it has them.
    std::uint64_t spooled = 0;  ///< Written to the spool, from where the next start or `micromegas send` delivers them.
    std::uint64_t queue_full = 0;  ///< Dropped, as `max_queue_bytes` or `hard_queue_bytes` was used up.
    std::uint64_t gave_up = 0;     ///< Dropped, as the server took them at no try.
    std::uint64_t refused = 0;     ///< Dropped, as the server said that it will not take them.
    std::uint64_t shutdown = 0;    ///< Dropped, as the shutdown's time was over.
    std::uint64_t memory = 0;      ///< Dropped, as the system gave no memory or no thread.

    [[nodiscard]] constexpr std::uint64_t dropped() const noexcept {
        return queue_full + gave_up + refused + shutdown + memory;
    }
    friend bool operator==(const HttpFates&, const HttpFates&) = default;
};

/// Items that earlier processes left in the spool, and this one has delivered.
struct EarlierCounts {
    std::uint64_t files = 0;  ///< Delivered as a whole, and deleted.
    std::uint64_t blocks = 0;
    std::uint64_t events = 0;

    friend bool operator==(const EarlierCounts&, const EarlierCounts&) = default;
};

struct HttpCounts {
    HttpFates metadata;               ///< Of the items that introduce the process and its streams.
    HttpFates blocks;                 ///< Of blocks.
    std::array<HttpFates, 4> events;  ///< Of the events in blocks, by `tracing::StreamKind`.
    EarlierCounts earlier;            ///< In none of the others.
};

/// Asks for blocks; compresses and sends them on a thread of its own. Neither the threads that record nor the one that
/// hands over waits for the network.
///
/// While the server cannot be reached blocks wait, and are sent when it is there again: logs for an hour, metrics for
/// half an hour, spans and images for ten minutes after they were sent first. Trouble is logged under
/// "micromegas.telemetry", and losses are metrics, "telemetry_dropped_metadata", "…_logs", "…_metrics", "…_traces"
/// (spans and images); losses at the very end are told on standard error. With `HttpOptions::spool` blocks that the
/// server does not take in time are written to a file there, and files of processes that are gone are delivered. In the
/// child of a fork it does nothing until tracing is initialised with it there.
class HttpEventSink final : public tracing::NullEventSink {
public:
    explicit HttpEventSink(HttpOptions options);
    ~HttpEventSink() override;
    HttpEventSink(const HttpEventSink&) = delete;
    HttpEventSink& operator=(const HttpEventSink&) = delete;

    /// The error in the options, one sentence; empty where there is none. The sink then asks for nothing.
    [[nodiscard]] const std::string& error() const noexcept;
    /// Since the last start.
    [[nodiscard]] HttpCounts counts() const;
    /// The file that this start has written to the spool; empty where there is none.
    [[nodiscard]] std::string spool_path() const;

    [[nodiscard]] tracing::SinkInterest interest() const noexcept override;
    void on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept override;
    void on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept override;
    /// Sends what waits, for at most `drain_timeout`.
    void on_shutdown() noexcept override;
    [[nodiscard]] bool is_busy() const noexcept override;

private:
    HttpOptions options_;
    std::string error_;
    std::shared_ptr<detail::HttpSender> sender_;  // with its thread, which may be the last
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
