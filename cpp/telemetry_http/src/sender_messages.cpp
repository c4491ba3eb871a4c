// The reports of an HttpSender: by log entries and metrics while it sends, on standard error at its end.
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

HttpFates sum(const std::array<HttpFates, 4>& kinds) noexcept {
    HttpFates all;
    for (const HttpFates& kind : kinds) {
        for (const auto fate : {&HttpFates::waiting, &HttpFates::delivered, &HttpFates::spooled, &HttpFates::queue_full,
                                &HttpFates::gave_up, &HttpFates::refused, &HttpFates::shutdown, &HttpFates::memory}) {
            all.*fate += kind.*fate;
        }
    }
    return all;
}

/// The causes that there are.
std::string describe_losses(const HttpFates& events, std::uint64_t metadata) {
    struct Cause {
        std::uint64_t count;
        std::string_view text;
    };
    std::string list;
    for (const Cause& cause : {Cause{events.shutdown, "waited when the time for the shutdown was over"},
                               Cause{events.queue_full, "had no room"}, Cause{events.refused, "were refused"},
                               Cause{events.gave_up, "were given up"}, Cause{events.memory, "found no memory"}}) {
        if (cause.count != 0) {
            list += fmt::format("{}{} {}", list.empty() ? "" : ", ", cause.count, cause.text);
        }
    }
    return list.empty() ? fmt::format("{} items that introduce them are", metadata) : list;
}

}  // namespace

void HttpSender::tell_of_outage(const std::string& why) {
    const TimePoint time = std::chrono::steady_clock::now();
    outage_ = why;
    if (is_outage_told_ || is_stopping() || (told_outage_ && time - *told_outage_ < kTellPause)) {
        return;
    }
    is_outage_told_ = true;
    told_outage_ = time;
    MM_WARN("server {} does not take events: {}; they wait", url_, why);
}

void HttpSender::tell_of_return() {
    outage_.clear();
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
    if (is_stopping()) {
        return;
    }
    if (const std::uint64_t spooled = sum(counts().events).spooled; spooled != told_spooled_) {
        MM_INFO("server {}: {} events wait in {} for the next start", url_, spooled - told_spooled_, spool_.path());
        told_spooled_ = spooled;
        MM_IMETRIC("telemetry_spooled_events", "count", spooled);
    }
    const Drops drops = this->drops();
    if (drops == told_drops_) {
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

/// The rest is spooled or given up, and undelivered events are reported.
void HttpSender::finish() {
    transport_.cancel_all();
    std::vector<Request> left;
    {
        const std::lock_guard lock{mutex_};
        is_closed_ = true;
        left = queue_.take_all();
        for (auto& [id, sent] : sent_) {
            left.push_back(std::move(sent.request));
        }
        sent_.clear();
    }
    for (Request& request : left) {
        if (request.recorded != 0) {
            drop(request, &HttpFates::shutdown);
        } else {
            give_up(request, &HttpFates::shutdown, {});
        }
    }
    spool_overflow();
    tell_of_recorded();
    recorded_.reset();  // leaves its file, for others
    tell_of_end();
    has_ended();
}

void HttpSender::tell_of_end() {
    const HttpCounts counts = this->counts();
    const HttpFates events = sum(counts.events);
    std::string text;
    if (const std::string path = spool_.path(); !path.empty()) {
        const std::error_code error =
            spool_.close({.lost_blocks = counts.blocks.dropped(), .lost_events = events.dropped()});
        text = fmt::format(
            "micromegas: server {}: {} events wait in {} for the next start, or for micromegas send{}{}\n", url_,
            events.spooled, path, error ? "; its end cannot be written: " : "", error ? error.message() : "");
    }
    if (events.dropped() + counts.metadata.dropped() != 0) {
        text += fmt::format("micromegas: server {}: {} of {} events are lost: {}{}{}\n", url_, events.dropped(),
                            events.dropped() + events.delivered + events.spooled,
                            describe_losses(events, counts.metadata.dropped()),
                            outage_.empty() ? "" : "; the last try failed: ", outage_);
    }
    if (!text.empty()) {
        static_cast<void>(std::fputs(text.c_str(), stderr));
    }
}

bool HttpSender::is_stopping() const {
    const std::lock_guard lock{mutex_};
    return is_stopping_;
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
