// What an HttpSender tells of itself: by log entries and metrics while it sends, on standard error at its end.
#include "http_sender.hpp"

#include <micromegas/tracing.hpp>

#include <algorithm>
#include <cstdio>
#include <string>

#include <fmt/format.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

/// An outage is told of no more often.
constexpr std::chrono::minutes kTellPause{1};

}  // namespace

void HttpSender::tell_of_outage(const std::string& why) {
    const TimePoint time = std::chrono::steady_clock::now();
    if (is_outage_told_ || is_stopping() || (told_outage_ && time - *told_outage_ < kTellPause)) {
        return;
    }
    is_outage_told_ = true;
    told_outage_ = time;
    MM_WARN("server {} does not take events: {}; they wait", url_, why);
}

void HttpSender::tell_of_return() {
    if (is_outage_told_ && !is_stopping()) {
        MM_INFO("server {} takes events again", url_);
    }
    is_outage_told_ = false;
}

void HttpSender::tell_of_refusal(std::string_view item, long status) {
    if (!told_statuses_.insert(status).second || is_stopping()) {
        return;
    }
    std::string_view hint;
    if (status >= 300 && status < 400) {
        hint = ", a redirect that is not followed; set the URL to the one that it leads to";
    } else if (status == 401 || status == 403) {
        hint = "; is the credential right?";
    } else if (status == 404) {
        hint = "; is the URL that of an ingestion service?";
    }
    MM_WARN("server {} refused a {}: HTTP {}{}; such items are dropped", url_, item, status, hint);
}

HttpSender::Drops HttpSender::drops() const {
    const HttpCounts counts = this->counts();
    Drops drops{counts.metadata.dropped()};
    for (std::size_t kind = 0; kind < counts.events.size(); ++kind) {
        drops[static_cast<std::size_t>(priority_of(static_cast<tracing::StreamKind>(kind)))] +=
            counts.events[kind].dropped();
    }
    return drops;
}

/// While the server takes events, so that it gets the tale, too.
void HttpSender::tell_of_losses() {
    const Drops drops = this->drops();
    if (drops == told_drops_ || is_stopping()) {
        return;
    }
    std::uint64_t fresh = 0;
    for (std::size_t priority = 1; priority < drops.size(); ++priority) {
        fresh += drops[priority] - told_drops_[priority];
    }
    const std::uint64_t metadata = drops[0] - told_drops_[0];
    told_drops_ = drops;
    MM_WARN("server {}: {} events and {} items that introduce them were lost", url_, fresh, metadata);
    MM_IMETRIC("telemetry_dropped_metadata", "count", drops[static_cast<std::size_t>(Priority::Metadata)]);
    MM_IMETRIC("telemetry_dropped_logs", "count", drops[static_cast<std::size_t>(Priority::Logs)]);
    MM_IMETRIC("telemetry_dropped_metrics", "count", drops[static_cast<std::size_t>(Priority::Metrics)]);
    MM_IMETRIC("telemetry_dropped_traces", "count", drops[static_cast<std::size_t>(Priority::Traces)]);
}

/// What is left is given up, and everything that was lost is told.
void HttpSender::finish() {
    transport_.cancel_all();
    HttpCounts counts;
    {
        const std::lock_guard lock{mutex_};
        for (auto& [id, sent] : sent_) {
            settle(sent.request, &HttpFates::shutdown);
        }
        for (const Request& request : queue_.take_all()) {
            settle(request, &HttpFates::shutdown);
        }
        sent_.clear();
        counts = counts_;
    }
    HttpFates events;
    for (const HttpFates& kind : counts.events) {
        events.delivered += kind.delivered;
        events.queue_full += kind.queue_full;
        events.gave_up += kind.gave_up;
        events.refused += kind.refused;
        events.shutdown += kind.shutdown;
        events.memory += kind.memory;
    }
    if (events.dropped() + counts.metadata.dropped() != 0) {
        const std::string text = fmt::format(
            "micromegas: server {}: {} of {} events are lost: {} waited when the time for the shutdown was over, {} "
            "had "
            "no room, {} were refused, {} were given up, {} found no memory\n",
            url_, events.dropped(), events.dropped() + events.delivered, events.shutdown, events.queue_full,
            events.refused, events.gave_up, events.memory);
        static_cast<void>(std::fputs(text.c_str(), stderr));
    }
    const std::lock_guard lock{mutex_};
    has_ended_ = true;
    ended_.notify_all();
}

bool HttpSender::is_stopping() const {
    const std::lock_guard lock{mutex_};
    return stop_at_.has_value();
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
