// An HttpSender and recordings: what it writes to the spool, and what it sends from files.
#include "http_sender.hpp"

#include <micromegas/tracing.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

/// The same bytes on the wire and in the spool.
const tracing::ProcessInfo& HttpSender::described() {
    if (!described_) {
        described_ = described_process();
    }
    return *described_;
}

std::string HttpSender::spool_path() const {
    const std::lock_guard lock{mutex_};
    return spool_path_;
}

/// Of one that was taken from the queue.
void HttpSender::give_up(Request& request, Fate cause, const std::string& reason) {
    if (request.recorded != 0) {
        recorded_->failed(request, reason);
    }
    drop(request, request.recorded == 0 && spool(request) ? &HttpFates::spooled : cause);
}

bool HttpSender::spool(Request& request) {
    if (!spool_.is_set() || !encode(request)) {
        return false;
    }
    std::error_code error;
    switch (request.item) {
        case ItemKind::Process:
            error = spool_.write_process(described());
            break;
        case ItemKind::Stream:
            error = spool_.write_stream(described(), *request.stream);
            break;
        case ItemKind::Block:
            error = spool_.write_block(described(), *request.stream, request.body);
            break;
    }
    tell_of_spool(error);
    return !error;
}

void HttpSender::tell_of_spool(const std::error_code& error) {
    {
        const std::lock_guard lock{mutex_};
        spool_path_ = spool_.path();
    }
    if (error && !is_spool_error_told_ && !is_stopping()) {
        MM_WARN("spool {} takes no more: {}", spool_.folder(), error.message());
    }
    is_spool_error_told_ = static_cast<bool>(error);
}

/// Requests that had no room to wait for the server.
void HttpSender::spool_overflow() {
    for (;;) {
        std::unique_lock lock{mutex_};
        if (overflow_.empty()) {
            return;
        }
        Request request = std::move(overflow_.front());
        overflow_.pop_front();
        overflow_bytes_ -= request.bytes();
        queue_.resize(0, request.bytes());
        lock.unlock();
        give_up(request, &HttpFates::queue_full, {});
    }
}

/// One that nobody has recorded in this process.
std::optional<Request> HttpSender::next_recorded() {
    if (!recorded_) {
        return std::nullopt;
    }
    std::optional<Request> request = recorded_->next(options_.max_in_flight_requests);
    if (request) {
        const std::lock_guard lock{mutex_};
        queue_.resize(0, request->bytes());
    }
    return request;
}

bool HttpSender::has_work() const {
    if (recorded_ && !recorded_->is_done()) {
        return true;
    }
    const std::lock_guard lock{mutex_};
    return !queue_.empty();
}

HttpSender::RecordingStatus HttpSender::recording_status() {
    const std::lock_guard lock{mutex_};
    RecordingStatus status = recording_status_;
    recording_status_.notes.clear();
    return status;
}

void HttpSender::tell_of_recorded() {
    if (!recorded_) {
        return;
    }
    std::vector<std::string> notes = recorded_->take_notes();
    const bool is_of_spool = spool_.is_set();
    if (is_of_spool) {
        for (const std::string& note : notes) {
            MM_WARN("spool: {}", note);
        }
    }
    const RecordedCounts& counts = recorded_->counts();
    {
        const std::lock_guard lock{mutex_};
        counts_.earlier = {.files = counts.files, .blocks = counts.blocks, .events = counts.events};
        recording_status_.counts = counts;
        recording_status_.is_done = recorded_->is_done();
        recording_status_.problem = recorded_->problem();
        recording_status_.outage = outage_;
        std::ranges::move(notes, std::back_inserter(recording_status_.notes));
    }
    if (is_of_spool && recorded_->is_done() && !std::exchange(is_recorded_told_, true)) {
        if (!recorded_->problem().empty()) {
            MM_WARN("spool: {}; it stays there", recorded_->problem());
        }
        if (counts.blocks != 0) {
            MM_INFO("server {} has {} events of {} files that earlier runs left in the spool", url_, counts.events,
                    counts.files);
        }
    }
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
