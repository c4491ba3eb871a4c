// The kinds of rows in the table of settings.cpp.
#pragma once

#include "settings.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/option_ranges.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/parse_level.hpp>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

using std::chrono::seconds;
using tracing::DispatchConfig;

inline constexpr std::int64_t kMostSeconds = std::chrono::duration_cast<seconds>(tracing::detail::kLongestTime).count();
inline constexpr std::int64_t kMostBytes = std::numeric_limits<std::int64_t>::max() - 1;

// Durations count in seconds; a part of one is more than none, and less if it is negative.

template <class T>
std::int64_t to_number(const T& value) {
    if constexpr (std::is_integral_v<T>) {
        return std::in_range<std::int64_t>(value) ? static_cast<std::int64_t>(value)
                                                  : std::numeric_limits<std::int64_t>::max();
    } else {
        return (value.count() < 0 ? std::chrono::floor<seconds>(value) : std::chrono::ceil<seconds>(value)).count();
    }
}

template <class T>
std::string describe(const T& value) {
    if constexpr (std::is_integral_v<T>) {
        return std::to_string(value);
    } else {
        const std::chrono::milliseconds time = value;
        return time % seconds{1} == std::chrono::milliseconds::zero() ? fmt::format("{} seconds", time / seconds{1})
                                                                      : fmt::format("{} ms", time.count());
    }
}

template <class T>
T from_number(std::int64_t number) {
    if constexpr (std::is_integral_v<T>) {
        return static_cast<T>(number);
    } else {
        return seconds{number};
    }
}

/// The option that `Access` finds, a `Setting`.
template <class Access>
const auto& get(const TelemetryOptions& options) {
    return Access{}(const_cast<TelemetryOptions&>(options));
}

template <class Access, class Value>
void take(TelemetryOptions& options, Value value) {
    auto& option = Access{}(options);
    option = std::remove_reference_t<decltype(option)>::from_environment(std::move(value));
}

template <class Access>
std::string read_number(const SettingRow& row, TelemetryOptions& options, std::string_view text) {
    using Value = std::remove_cvref_t<decltype(get<Access>(options).value())>;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < row.least || number > row.most) {
        return "allowed is " + describe_allowed(row);
    }
    take<Access>(options, from_number<Value>(number));
    return {};
}

template <class Access>
constexpr SettingRow number(SettingRow row, Access) {
    row.read = [](const SettingRow& self, TelemetryOptions& options, std::string_view value) {
        return get<Access>(options).is_of_program() ? std::string{} : read_number<Access>(self, options, value);
    };
    row.number = [](const TelemetryOptions& options) { return to_number(get<Access>(options).value()); };
    row.describe_number = [](const TelemetryOptions& options) { return describe(get<Access>(options).value()); };
    row.describe_default = [] { return std::to_string(to_number(get<Access>(TelemetryOptions{}).value())); };
    return row;
}

template <class Access>
constexpr SettingRow text(SettingRow row, Access) {
    row.read = [](const SettingRow&, TelemetryOptions& options, std::string_view value) {
        if (!get<Access>(options).is_of_program()) {
            take<Access>(options, std::string{value});
        }
        return std::string{};
    };
    return row;
}

template <class Access>
constexpr SettingRow level(SettingRow row, std::string (*describe_default)(), Access) {
    row.describe_default = describe_default;
    row.read = [](const SettingRow& self, TelemetryOptions& options, std::string_view value) {
        if (get<Access>(options).is_of_program()) {
            return std::string{};
        }
        const auto parsed = tracing::parse_level_filter(value);
        if (!parsed) {
            return "allowed is " + describe_allowed(self);
        }
        take<Access>(options, *parsed);
        return std::string{};
    };
    return row;
}

template <class Access>
constexpr SettingRow flag(std::string_view method, std::string_view option, std::string_view variable,
                          std::string_view meaning, Access) {
    SettingRow row{
        .method = method, .option = option, .variable = variable, .kind = "true or false", .meaning = meaning};
    row.bad_value = BadValue::IsIgnored;
    row.read = [](const SettingRow& self, TelemetryOptions& options, std::string_view value) {
        if (get<Access>(options).is_of_program()) {
            return std::string{};
        }
        if (value != "true" && value != "false") {
            return "allowed is " + describe_allowed(self);
        }
        take<Access>(options, value == "true");
        return std::string{};
    };
    row.describe_default = [] { return std::string{get<Access>(TelemetryOptions{}).value() ? "true" : "false"}; };
    return row;
}

/// A number that `DispatchConfig` has and checks.
template <auto Option>
constexpr SettingRow of_dispatch(SettingRow row) {
    row.describe_default = [] { return std::to_string(to_number(DispatchConfig{}.*Option)); };
    return row;
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
