// The limits of MM_INFO_LIMITED and its siblings, and the state of such a call site.
// Why: docs/decisions/0043-limits-are-words-of-the-macro.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/metadata.hpp>

#include <atomic>
#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct Limit {
    enum class Kind : std::uint8_t { First, Every, PerPeriod };
    Kind kind;
    std::uint32_t count;
    std::uint32_t milliseconds = 0;
};

/// A call of it is no constant expression.
void refuse_count_of_limit() noexcept;

constexpr std::uint32_t checked_count(long long count) {
    if (count < 1 || count > 1'000'000) {
        refuse_count_of_limit();
    }
    return static_cast<std::uint32_t>(count);
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

/// The first argument of MM_INFO_LIMITED and its siblings is one of these.
namespace micromegas::tracing::limits::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The first `count` entries of the call site since the process began.
constexpr detail::Limit first(long long count) { return {detail::Limit::Kind::First, detail::checked_count(count)}; }
inline constexpr detail::Limit once = first(1);
/// The first entry, and then each one that is `count` after the last.
constexpr detail::Limit every(long long count) { return {detail::Limit::Kind::Every, detail::checked_count(count)}; }
/// At most `count` in each second; one begins with the first entry after the end of the last.
constexpr detail::Limit per_second(long long count) {
    return {detail::Limit::Kind::PerPeriod, detail::checked_count(count), 1000};
}
constexpr detail::Limit per_minute(long long count) {
    return {detail::Limit::Kind::PerPeriod, detail::checked_count(count), 60'000};
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::limits::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct LeftOut;

/// Static, one for each limited call. Any thread.
class LimitedSite {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): the macro writes braces
    constexpr LimitedSite(Limit limit) noexcept : limit_(limit) {}

    /// Whether an entry of this time, of a monotonic clock, is within the limit.
    [[nodiscard]] bool admits(std::int64_t milliseconds) const noexcept;
    /// One entry of the site was left out.
    void leave_out(const LogMetadata& site) const noexcept;
    /// How many were left out since the last call.
    [[nodiscard]] std::uint64_t take_left_out() const noexcept;

    [[nodiscard]] constexpr const Limit& limit() const noexcept { return limit_; }

private:
    [[nodiscard]] bool admits_in_period(std::uint64_t milliseconds) const noexcept;

    Limit limit_;
    mutable std::atomic<std::uint64_t> state_{0};  // a count; of periods the begin, and the count in it
    mutable std::atomic<LeftOut*> left_out_{nullptr};
};

/// The answer to one call.
struct Admission {
    bool is_admitted;
    std::uint64_t left_out;  ///< Before it, of which no entry has told.

    [[nodiscard]] explicit operator bool() const noexcept { return is_admitted; }
};
[[nodiscard]] Admission admit(const LimitedSite& limited, const LogMetadata& site) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
