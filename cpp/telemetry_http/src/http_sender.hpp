// What an HttpEventSink sends with, from one start to the shutdown that follows.
#pragma once

#include "credential.hpp"
#include "http_transport.hpp"
#include "request_queue.hpp"
#include "retry_policy.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry_sink/http_event_sink.hpp>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <pthread.h>
#include <sys/types.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

class HttpSender {
public:
    /// `options` are those of which `find_problem` finds nothing.
    explicit HttpSender(const HttpOptions& options);

    [[nodiscard]] bool is_of_this_process() const noexcept;
    [[nodiscard]] bool has_begun() const noexcept { return process_ != nullptr; }
    [[nodiscard]] HttpCounts counts() const;
    [[nodiscard]] bool is_busy() const noexcept;

    /// Starts the thread, which shares `self`.
    void begin(const std::shared_ptr<HttpSender>& self, const std::shared_ptr<const tracing::ProcessInfo>& process);
    void add(const std::shared_ptr<const tracing::EventBlock>& block);
    /// Waits until everything is sent or the time is over.
    void end() noexcept;

private:
    using Fate = std::uint64_t HttpFates::*;
    using Drops = std::array<std::uint64_t, kPriorities>;

    struct Sent {
        Request request;
        std::string bearer;
        TimePoint time;
    };

    void run() noexcept;
    [[nodiscard]] bool is_at_end(TimePoint now);
    void take_answers();
    void take_token(const Answer& answer);
    void take_answer(Sent sent, const Answer& answer);
    void try_again(Sent sent, const Answer& answer);
    void fetch_token();
    void send_ready();
    [[nodiscard]] std::optional<Request> next_request();
    void introduce(const tracing::EventStream& stream);
    [[nodiscard]] bool encode(Request& request);
    void send(Request request);
    [[nodiscard]] std::chrono::milliseconds time_to_wait();

    void queue(Request request);
    void drop(Request& request, Fate fate);
    /// With the mutex held.
    void settle(const Request& request, Fate fate) noexcept;
    [[nodiscard]] Drops drops() const;

    void tell_of_outage(const std::string& why);
    void tell_of_return();
    void tell_of_refusal(std::string_view item, long status);
    void tell_of_losses();
    void finish();
    [[nodiscard]] bool is_stopping() const;

    const HttpOptions options_;
    const std::string url_;
    const pid_t pid_;
    std::shared_ptr<const tracing::ProcessInfo> process_;
    pthread_t thread_{};
    bool has_thread_ = false;
    HttpTransport transport_;

    // Of the thread.
    telemetry::BlockEncoder encoder_;
    RetryPolicy policy_;
    Credential credential_;
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
    bool has_hurried_ = false;
    Drops told_drops_{};

    mutable std::mutex mutex_;
    std::condition_variable ended_;
    RequestQueue queue_;
    HttpCounts counts_;
    std::optional<TimePoint> stop_at_;
    bool has_ended_ = false;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
