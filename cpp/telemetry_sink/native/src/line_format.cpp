#include "line_format.hpp"

#include "escaped_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <iterator>
#include <type_traits>

#include <fmt/format.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

using tracing::PropertyView;

struct LevelStyle {
    std::string_view name;
    std::string_view color;  // ANSI SGR
};

constexpr std::array<LevelStyle, 7> kStyles = {{{"OFF  ", ""},
                                                {"FATAL", "\x1b[31m"},
                                                {"ERROR", "\x1b[31m"},
                                                {"WARN ", "\x1b[33m"},
                                                {"INFO ", "\x1b[36m"},
                                                {"DEBUG", "\x1b[35m"},
                                                {"TRACE", ""}}};
constexpr std::string_view kReset = "\x1b[0m";

template <class Number>
bool is_finite(Number number) noexcept {
    if constexpr (std::is_floating_point_v<Number>) {
        return std::isfinite(number);
    } else {
        return true;
    }
}

/// Texts by `append`; so are infinities and NaN, which are no numbers of JSON.
template <class Append>
void append_value(std::string& to, const tracing::PropertyValue& value, Append append) {
    value.visit([&](const auto& typed) {
        using Value = std::remove_cvref_t<decltype(typed)>;
        if constexpr (std::is_same_v<Value, std::string_view>) {
            append(to, typed);
        } else if (is_finite(typed)) {
            fmt::format_to(std::back_inserter(to), "{}", typed);
        } else {
            append(to, fmt::format("{}", typed));
        }
    });
}

void append_json_member(std::string& to, std::string_view name, std::string_view text) {
    to.append(",\"").append(name).append("\":");
    append_json(to, text);
}

/// Returns the end.
char* put(char* to, std::string_view text) noexcept {
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
}

/// Returns the end. The pairs do not depend on each other, and their reader need not wait for a copy.
char* put_six_digits(char* to, std::uint32_t number) noexcept {
    for (const std::uint32_t pair : {number / 10'000, number / 100 % 100, number % 100}) {
        *to++ = static_cast<char>('0' + pair / 10);
        *to++ = static_cast<char>('0' + pair % 10);
    }
    return to;
}

void append_number(std::string& to, std::uint32_t number) {
    const fmt::format_int text{number};
    to.append(text.data(), text.size());
}

}  // namespace

void LineFormat::append(std::string& to, const LineEntry& entry) {
    if (options_.json) {
        append_json_line(to, entry);
    } else {
        append_text_line(to, entry);
    }
}

void LineFormat::append_text_line(std::string& to, const LineEntry& entry) {
    const LevelStyle& style = kStyles[static_cast<std::size_t>(entry.desc.level)];
    // Put together here, as each `append` is a call; written before it is read.
    std::array<char, kMostTime + 32> head;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    char* end = put(put_time(head.data(), entry.time), " ");
    end = is_colored_ && !style.color.empty() ? put(put(put(end, style.color), style.name), kReset)
                                              : put(end, style.name);
    to.append(head.data(), static_cast<std::size_t>(end - head.data()));
    if (options_.thread) {
        to.append(" (");
        append_printable(to, entry.thread);
        to.push_back(')');
    }
    to.append(" [");
    append_printable(to, entry.desc.target);
    to.append("] ");
    append_printable(to, entry.message);
    for (const PropertyView& property : entry.properties) {
        to.push_back(' ');
        append_word(to, property.name);
        to.push_back('=');
        append_value(to, property.value, append_word);
    }
    if (options_.source && !entry.desc.file.empty()) {
        to.append(" (");
        append_printable(to, entry.desc.file);
        to.push_back(':');
        append_number(to, entry.desc.line);
        to.push_back(')');
    }
    to.push_back('\n');
}

void LineFormat::append_json_line(std::string& to, const LineEntry& entry) {
    std::array<char, kMostTime> time;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
    const auto time_size = static_cast<std::size_t>(put_time(time.data(), entry.time) - time.data());
    to.append(R"({"time":")").append(time.data(), time_size);
    to.push_back('"');
    append_json_member(to, "level", to_string(entry.desc.level));
    append_json_member(to, "target", entry.desc.target);
    append_json_member(to, "message", entry.message);
    if (options_.thread) {
        append_json_member(to, "thread", entry.thread);
    }
    if (options_.source && !entry.desc.file.empty()) {
        append_json_member(to, "file", entry.desc.file);
        to.append(",\"line\":");
        append_number(to, entry.desc.line);
    }
    if (!entry.properties.empty()) {
        char separator = '{';
        to.append(",\"properties\":");
        for (const PropertyView& property : entry.properties) {
            to.push_back(separator);
            append_json(to, property.name);
            to.push_back(':');
            append_value(to, property.value, append_json);
            separator = ',';
        }
        to.push_back('}');
    }
    to.append("}\n");
}

char* LineFormat::put_time(char* to, std::chrono::system_clock::time_point time) {
    const auto micros = std::chrono::floor<std::chrono::microseconds>(time).time_since_epoch().count();
    std::int64_t second = micros / 1'000'000;
    std::int64_t fraction = micros % 1'000'000;
    if (fraction < 0) {  // before 1970
        fraction += 1'000'000;
        --second;
    }
    if (second != second_) {
        prepare_second(second);
    }
    // Whole arrays: a copy of a fixed size takes no call. Later bytes overwrite the surplus of the date.
    std::ranges::copy(date_, to);
    to = put_six_digits(to + date_size_, static_cast<std::uint32_t>(fraction));
    std::ranges::copy(zone_, to);
    return to + zone_size_;
}

void LineFormat::prepare_second(std::int64_t second) {
    const auto clock = static_cast<std::time_t>(second);
    std::tm parts{};
    if (options_.local_time) {
        localtime_r(&clock, &parts);
    } else {
        gmtime_r(&clock, &parts);
    }
    const auto date =
        fmt::format_to_n(date_.data(), date_.size(), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.", parts.tm_year + 1900,
                         parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    date_size_ = std::min(date.size, date_.size());
    if (options_.local_time) {
        const long minutes = parts.tm_gmtoff / 60;
        const long distance = minutes < 0 ? -minutes : minutes;
        const auto zone = fmt::format_to_n(zone_.data(), zone_.size(), "{}{:02}:{:02}", minutes < 0 ? '-' : '+',
                                           distance / 60, distance % 60);
        zone_size_ = std::min(zone.size, zone_.size());
    } else {
        zone_[0] = 'Z';
        zone_size_ = 1;
    }
    second_ = second;
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
