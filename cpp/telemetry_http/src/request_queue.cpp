#include "request_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

std::vector<Request> RequestQueue::push(Request request) {
    std::vector<Request> dropped;
    const std::size_t size = request.bytes();
    const bool is_trace = request.priority == Priority::Traces;
    const std::size_t most = is_trace ? limits_.soft : limits_.hard;
    if (request.priority != Priority::Metadata && bytes_ != 0) {
        // The newest first: the older ones make a whole.
        std::deque<Request>& traces = lane(Priority::Traces).fresh;
        while (!is_trace && bytes_ + size > most && !traces.empty()) {
            bytes_ -= traces.back().bytes();
            dropped.push_back(std::move(traces.back()));
            traces.pop_back();
        }
        if (bytes_ + size > most && bytes_ != 0) {
            dropped.push_back(std::move(request));
            return dropped;
        }
    }
    bytes_ += size;
    lane(request.priority).fresh.push_back(std::move(request));
    return dropped;
}

std::optional<Request> RequestQueue::take(TimePoint now) {
    for (Lane& lane : lanes_) {
        const auto due = std::ranges::find_if(lane.retries, [now](const Request& r) { return r.not_before <= now; });
        if (due != lane.retries.end()) {
            std::optional<Request> request{std::move(*due)};
            lane.retries.erase(due);
            return request;
        }
        if (!lane.fresh.empty()) {
            std::optional<Request> request{std::move(lane.fresh.front())};
            lane.fresh.pop_front();
            return request;
        }
    }
    return std::nullopt;
}

void RequestQueue::put_back(Request request) {
    Lane& own = lane(request.priority);
    own.fresh.push_front(std::move(request));
}

void RequestQueue::retry(Request request) {
    Lane& own = lane(request.priority);
    own.retries.push_back(std::move(request));
}

void RequestQueue::hurry() noexcept {
    for (Lane& lane : lanes_) {
        for (Request& request : lane.retries) {
            request.not_before = TimePoint{};
        }
    }
}

std::optional<TimePoint> RequestQueue::next_retry() const noexcept {
    std::optional<TimePoint> next;
    for (const Lane& lane : lanes_) {
        for (const Request& request : lane.retries) {
            next = next ? std::min(*next, request.not_before) : request.not_before;
        }
    }
    return next;
}

bool RequestQueue::empty() const noexcept {
    return std::ranges::all_of(lanes_, [](const Lane& lane) { return lane.fresh.empty() && lane.retries.empty(); });
}

std::vector<Request> RequestQueue::take_all() {
    std::vector<Request> all;
    for (Lane& lane : lanes_) {
        std::ranges::move(lane.retries, std::back_inserter(all));
        std::ranges::move(lane.fresh, std::back_inserter(all));
        lane = {};
    }
    return all;
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
