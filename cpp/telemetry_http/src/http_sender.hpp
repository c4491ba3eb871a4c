// The sender of an HttpEventSink, from one start to the shutdown that follows.
#pragma once

#include "credential.hpp"
#include "delivery.hpp"
#include "http_transport.hpp"
#include "recorded_requests.hpp"
#include "request_queue.hpp"
#include "retry_policy.hpp"
#include "spool.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry_sink/http_event_sink.hpp>

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

class HttpSender final : public Delivery {
public:
    /// `options` are those of which `find_problem` finds nothing.
    explicit HttpSender(const HttpOptions& options);
    /// Of recordings alone; it needs no process.
    HttpSender(const HttpOptions& options, std::vector<std::string> recordings);

    [[nodiscard]] HttpCounts counts() const;
    [[nodiscard]] std::string spool_path() const;
    [[nodiscard]] bool is_busy() const noexcept;

    void add(const std::shared_ptr<const tracing::EventBlock>& block);

    struct RecordingStatus {
        RecordedCounts counts;
        bool is_done = false;
        std::string problem;             ///< File, offset and reason of what cannot be sent.
        std::string outage;              ///< Why the server takes nothing now; empty where it does.
        std::vector<std::string> notes;  ///< Since the last call.
    };
    /// Of a sender of recordings.
    [[nodiscard]] RecordingStatus recording_status();

private:
    using Fate = std::uint64_t HttpFates::*;
    using Drops = std::array<std::uint64_t, kPriorities>;

    struct Sent {
        Request request;
        std::string bearer;
        TimePoint time;
    };

    [[nodiscard]] bool can_run() const noexcept override { return transport_.is_usable(); }
    void run() noexcept override;
    [[nodiscard]] std::optional<TimePoint> stop() noexcept override;
    [[nodiscard]] bool is_at_end(TimePoint now);
    void take_answers();
    void take_token(const Answer& answer);
    void take_answer(Sent sent, const Answer& answer);
    void try_again(Sent sent, const Answer& answer);
    void fetch_token();
    void send_ready();
    [[nodiscard]] bool has_work() const;
    [[nodiscard]] std::optional<Request> next_request();
    [[nodiscard]] std::optional<Request> next_recorded();
    void introduce(const std::shared_ptr<const tracing::EventStream>& stream);
    [[nodiscard]] bool encode(Request& request);
    void send(Request request);
    [[nodiscard]] std::chrono::milliseconds time_to_wait();

    void queue(Request request);
    void drop(Request& request, Fate fate);
    /// Spools it, or drops it for the cause.
    void give_up(Request& request, Fate cause, const std::string& reason);
    [[nodiscard]] bool spool(Request& request);
    void spool_overflow();
    [[nodiscard]] const tracing::ProcessInfo& described();
    /// With the mutex held.
    void settle(const Request& request, Fate fate) noexcept;
    [[nodiscard]] Drops drops() const;

    void tell_of_outage(const std::string& why);
    void tell_of_return();
    void tell_of_refusal(std::string_view item, long status);
    void tell_of_losses();
    void tell_of_recorded();
    void tell_of_spool(const std::error_code& error);
    void finish();
    void tell_of_end();
    [[nodiscard]] bool is_stopping() const;

    const HttpOptions options_;
    const std::string url_;
    HttpTransport transport_;

    // Of the thread.
    telemetry::BlockEncoder encoder_;
    RetryPolicy policy_;
    Credential credential_;
    std::optional<tracing::ProcessInfo> described_;
    Spool spool_;
    std::optional<RecordedRequests> recorded_;
    bool is_recorded_told_ = false;
    bool is_spool_error_told_ = false;
    std::uint64_t told_spooled_ = 0;
    std::map<std::uint64_t, Sent> sent_;
    std::uint64_t last_id_ = 0;
    std::string token_form_;  ///< While it is sent.
    TimePoint token_asked_;
    bool is_fetching_token_ = false;
    bool is_process_introduced_ = false;
    std::set<tracing::Uuid::Bytes> introduced_;
    std::set<long> told_statuses_;
    std::optional<TimePoint> told_outage_;
    bool is_outage_told_ = false;
    std::string outage_;  ///< Why the server takes nothing now.
    bool has_hurried_ = false;
    Drops told_drops_{};

    // With the mutex held.
    RequestQueue queue_;
    std::deque<Request> overflow_;  ///< Requests that had no room, for the spool.
    std::size_t overflow_bytes_ = 0;
    HttpCounts counts_;
    std::string spool_path_;
    RecordingStatus recording_status_;
    std::optional<TimePoint> stop_at_;
    bool is_closed_ = false;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
