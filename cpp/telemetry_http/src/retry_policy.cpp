#include "retry_policy.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <curl/curl.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

Duration backoff(unsigned attempts, double random) noexcept {
    constexpr Duration kFirst{250};
    constexpr unsigned kDoublings = 7;  // past the longest
    const Duration most = std::min(kFirst * (1 << std::min(attempts, kDoublings)), kLongestBackoff);
    return Duration{static_cast<Duration::rep>(static_cast<double>(most.count()) * random)};
}

Duration retry_window(Priority priority) noexcept {
    switch (priority) {
        case Priority::Metadata:
            return std::chrono::hours{24};
        case Priority::Logs:
            return std::chrono::hours{1};
        case Priority::Metrics:
            return std::chrono::minutes{30};
        case Priority::Traces:
            break;
    }
    return std::chrono::minutes{10};
}

std::optional<Duration> parse_retry_after(std::string_view value, std::chrono::system_clock::time_point now) noexcept {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!value.empty() && is_space(value.front())) {
        value.remove_prefix(1);
    }
    while (!value.empty() && is_space(value.back())) {
        value.remove_suffix(1);
    }
    std::uint64_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (end == value.data() + value.size() && !value.empty()) {
        constexpr auto kMost = static_cast<std::uint64_t>(kLongestRetryAfter / std::chrono::seconds{1});
        return error == std::errc{} && seconds < kMost ? std::chrono::seconds{seconds} : kLongestRetryAfter;
    }
    const std::time_t date = curl_getdate(std::string{value}.c_str(), nullptr);
    if (date == -1) {
        return std::nullopt;
    }
    const auto wait = std::chrono::ceil<Duration>(std::chrono::system_clock::from_time_t(date) - now);
    return std::clamp(wait, Duration{0}, kLongestRetryAfter);
}

Verdict judge(long status) noexcept {
    constexpr long kRequestTimeout = 408;
    constexpr long kTooManyRequests = 429;
    if (status >= 200 && status < 300) {
        return Verdict::Delivered;
    }
    const bool is_transient = status < 200 || status >= 500 || status == kRequestTimeout || status == kTooManyRequests;
    return is_transient ? Verdict::Transient : Verdict::Refused;
}

unsigned RetryPolicy::allowed(unsigned most, TimePoint now) const noexcept {
    if (failures_ == 0) {
        return most;
    }
    return now < pause_end_ ? 0 : 1;
}

std::optional<TimePoint> RetryPolicy::pause_end(TimePoint now) const noexcept {
    return failures_ != 0 && now < pause_end_ ? std::optional{pause_end_} : std::nullopt;
}

Duration RetryPolicy::wait(unsigned attempts, std::optional<Duration> retry_after) {
    const Duration jitter = backoff(attempts, std::uniform_real_distribution<double>{0, 1}(random_));
    return retry_after ? *retry_after + std::min<Duration>(jitter, std::chrono::seconds{1}) : jitter;
}

void RetryPolicy::pause(TimePoint sent, TimePoint now, std::optional<Duration> retry_after) {
    if (failures_ != 0 && sent < pause_begin_ && !retry_after) {
        return;  // in flight with the one that has begun the pause
    }
    const TimePoint end = now + wait(failures_, retry_after);
    pause_end_ = failures_ != 0 ? std::max(pause_end_, end) : end;
    pause_begin_ = now;
    ++failures_;
}

bool RetryPolicy::on_failure(Request& request, TimePoint sent, TimePoint now, std::optional<Duration> retry_after) {
    pause(sent, now, retry_after);
    request.not_before = now + wait(request.attempts, retry_after);
    ++request.attempts;
    return request.not_before - request.first_attempt <= retry_window(request.priority);
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
