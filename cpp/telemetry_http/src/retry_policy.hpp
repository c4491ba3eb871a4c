// When a request that failed is sent again. Knows no clock: times are given.
// Why: docs/decisions/0038-a-server-that-is-away-is-probed.md
#pragma once

#include "request_queue.hpp"

#include <micromegas/abi.hpp>

#include <chrono>
#include <optional>
#include <random>
#include <string_view>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

using Duration = std::chrono::milliseconds;

/// No wait between two tries is longer, but where the server asks for it.
inline constexpr Duration kLongestBackoff = std::chrono::seconds{30};
/// Whatever a server asks for, it is tried again after so long.
inline constexpr Duration kLongestRetryAfter = std::chrono::minutes{10};

/// A wait before try number `attempts` + 1, where `random` is from 0 to 1: "full jitter", so that the programs which
/// lost a server together do not come back together.
[[nodiscard]] Duration backoff(unsigned attempts, double random) noexcept;

/// How long after its first try a request is tried again.
[[nodiscard]] Duration retry_window(Priority priority) noexcept;

/// The value of Retry-After, seconds or a date of HTTP; nothing where it is neither.
[[nodiscard]] std::optional<Duration> parse_retry_after(std::string_view value,
                                                        std::chrono::system_clock::time_point now) noexcept;

/// The meaning of an answer. 3xx is `Refused`, as the transport has followed the redirects that can be.
enum class Verdict : std::uint8_t { Delivered, Transient, Refused };
[[nodiscard]] Verdict judge(long status) noexcept;

/// Of one server. After a failure nothing is sent for a while; then one request alone tries whether it is back.
class RetryPolicy {
public:
    explicit RetryPolicy(std::minstd_rand::result_type seed) : random_(seed) {}

    /// How many requests may be in flight now.
    [[nodiscard]] unsigned allowed(unsigned most, TimePoint now) const noexcept;
    /// When it is worth asking again; nothing where it is now.
    [[nodiscard]] std::optional<TimePoint> pause_end(TimePoint now) const noexcept;
    [[nodiscard]] bool is_away() const noexcept { return failures_ != 0; }

    void on_success() noexcept { failures_ = 0; }
    /// Sets the time of the next try in `request`, which was sent at `sent`; false: its window has ended.
    [[nodiscard]] bool on_failure(Request& request, TimePoint sent, TimePoint now, std::optional<Duration> retry_after);
    /// Without a request: a token that could not be fetched.
    void pause(TimePoint sent, TimePoint now, std::optional<Duration> retry_after);
    /// The pause is over.
    void hurry() noexcept { pause_end_ = TimePoint{}; }

private:
    [[nodiscard]] Duration wait(unsigned attempts, std::optional<Duration> retry_after);

    std::minstd_rand random_;
    unsigned failures_ = 0;  ///< Since the last success; those of requests in flight together are one.
    TimePoint pause_begin_;
    TimePoint pause_end_;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
