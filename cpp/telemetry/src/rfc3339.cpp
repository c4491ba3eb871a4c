#include "rfc3339.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::system_clock;

/// Takes the text apart from its beginning; once something is missing, it stays so.
class Scanner {
public:
    explicit Scanner(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] int number(std::size_t digits) noexcept {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            value = value * 10 + digit();
        }
        return value;
    }
    /// Behind a point, of any length; 0 without one. Digits below the nanosecond are left out.
    [[nodiscard]] nanoseconds fraction() noexcept {
        std::int64_t value = 0;
        if (!text_.starts_with('.')) {
            return nanoseconds{0};
        }
        text_.remove_prefix(1);
        std::size_t digits = 0;
        do {
            const int next = digit();
            value = digits < 9 ? value * 10 + next : value;
            ++digits;
        } while (!text_.empty() && is_digit(text_.front()));
        for (; digits < 9; ++digits) {
            value *= 10;
        }
        return nanoseconds{value};
    }
    /// One of these characters, or NUL.
    char one_of(std::string_view allowed) noexcept {
        if (text_.empty() || allowed.find(text_.front()) == std::string_view::npos) {
            failed_ = true;
            return '\0';
        }
        const char found = text_.front();
        text_.remove_prefix(1);
        return found;
    }
    [[nodiscard]] bool done() const noexcept { return !failed_ && text_.empty(); }

private:
    static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    int digit() noexcept {
        const char found = one_of("0123456789");
        return found == '\0' ? 0 : found - '0';
    }

    std::string_view text_;
    bool failed_ = false;
};

}  // namespace

std::string to_rfc3339(system_clock::time_point time) {
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::duration_cast<nanoseconds>(time - day)};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::optional<system_clock::time_point> parse_rfc3339(std::string_view text) noexcept {
    Scanner in{text};
    const std::chrono::year year{in.number(4)};
    in.one_of("-");
    const std::chrono::month month{static_cast<unsigned>(in.number(2))};
    in.one_of("-");
    const std::chrono::day day{static_cast<unsigned>(in.number(2))};
    in.one_of("Tt ");
    const int hour = in.number(2);
    in.one_of(":");
    const int minute = in.number(2);
    in.one_of(":");
    const int second = in.number(2);
    const nanoseconds fraction = in.fraction();
    const char zone = in.one_of("Zz+-");
    minutes offset{0};
    if (zone == '+' || zone == '-') {
        const hours offset_hours{in.number(2)};
        in.one_of(":");
        offset = offset_hours + minutes{in.number(2)};
        offset = zone == '-' ? -offset : offset;
    }
    const std::chrono::year_month_day date{year, month, day};
    if (!in.done() || !date.ok() || hour > 23 || minute > 59 || second > 60) {  // 60: a leap second
        return std::nullopt;
    }
    const auto whole = sys_days{date} + hours{hour} + minutes{minute} + seconds{second} - offset;
    constexpr auto kFirst = std::chrono::ceil<seconds>(system_clock::time_point::min());
    constexpr auto kLast = std::chrono::floor<seconds>(system_clock::time_point::max()) - seconds{1};
    if (whole < kFirst || whole > kLast) {
        return std::nullopt;
    }
    return system_clock::time_point{whole} + std::chrono::duration_cast<system_clock::duration>(fraction);
}

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
