// Arguments of log calls that are of types of the standard library, by {fmt}'s own headers and formatters for the
// missing ones. Not part of <micromegas/tracing.hpp>, as it takes several times as long to compile.
//
//     MM_INFO("{} in {}, tried {}", path, std::chrono::milliseconds{15}, std::vector{1, 2});
//     MM_DEBUG("received {}", hex(bytes));        // "2a 00 ff"; {:d}: lines of 16 with offsets and characters
//     MM_INFO("state {}", by_name(state));        // "Open" of `enum class State { Closed, Open }`
//     MM_INFO("title {}", utf8(u"\u00dcber"));    // UTF-16, UTF-32 and wide text
//
// chrono, path, optional, variant, error_code, thread id, ranges, tuples, and text of other encodings. Durations,
// points in time, error codes, thread ids and enumerators by name are copied and formatted later; the rest at once.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/format.hpp>
#include <micromegas/tracing/safe_to_copy.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/ranges.h>
#include <fmt/std.h>
#if FMT_VERSION < 100000
#include <fmt/os.h>  // std::error_code
#endif

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

// The category of an error code is a static object.
template <>
inline constexpr bool is_safe_to_copy<std::error_code> = true;
template <>
inline constexpr bool is_safe_to_copy<std::thread::id> = std::is_trivially_copyable_v<std::thread::id>;
template <class Rep, class Period>
inline constexpr bool is_safe_to_copy<std::chrono::duration<Rep, Period>> =
    std::is_arithmetic_v<Rep> || is_safe_to_copy<Rep>;
template <class Clock, class Duration>
inline constexpr bool is_safe_to_copy<std::chrono::time_point<Clock, Duration>> = is_safe_to_copy<Duration>;

/// Bytes as hexadecimal numbers; see `hex`. Refers to them.
struct HexDump {
    std::span<const std::byte> bytes;
};

/// Formats the elements' bytes: "de ad be ef"; with `{:d}` as `hexdump -C` does, in lines.
template <class Range>
requires(!std::is_array_v<Range> && requires(const Range& range) { std::span{range}; }) [[nodiscard]] HexDump
    hex(const Range& range) noexcept {
    const std::span elements{range};
    static_assert(std::is_trivially_copyable_v<typename decltype(elements)::value_type>);
    return {std::as_bytes(elements)};
}

// UTF-8 of a text in another encoding; a unit that belongs to no character becomes U+FFFD.
[[nodiscard]] std::string utf8(std::u8string_view text);
[[nodiscard]] std::string utf8(std::u16string_view text);
[[nodiscard]] std::string utf8(std::u32string_view text);
[[nodiscard]] std::string utf8(std::wstring_view text);

/// An enumerator; see `by_name`.
template <class Enum>
requires std::is_enum_v<Enum>
struct ByName {
    Enum value;
};
template <class Enum>
inline constexpr bool is_safe_to_copy<ByName<Enum>> = true;

/// Formats the enumerator's name, if its value is from 0 to 127, otherwise the number.
template <class Enum>
requires std::is_enum_v<Enum>
[[nodiscard]] constexpr ByName<Enum> by_name(Enum value) noexcept { return {value}; }

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// "Open" for State::Open; empty if no enumerator has the value, as then the compiler prints a cast or a number.
template <auto Value>
constexpr std::string_view name_of_enumerator() noexcept {
    // "... [with auto Value = ns::State::Open; ...]" by g++, "... [Value = ns::State::Open]" by clang++
    constexpr std::string_view printed{__PRETTY_FUNCTION__, sizeof __PRETTY_FUNCTION__ - 1};
    constexpr std::size_t begin = printed.find("Value = ") + 8;
    constexpr std::string_view value = printed.substr(begin, printed.find_first_of(";]", begin) - begin);
    constexpr std::string_view name = value.substr(value.rfind(':') + 1);
    return value.front() == '(' || (name.front() >= '0' && name.front() <= '9') || name.front() == '-' ||
                   name.find(')') != std::string_view::npos
               ? std::string_view{}
               : name;
}

inline constexpr std::size_t kNamedValues = 128;

template <class Enum, std::size_t... Values>
constexpr std::array<std::string_view, sizeof...(Values)> names_of_enumerators(
    std::index_sequence<Values...>) noexcept {
    return {name_of_enumerator<static_cast<Enum>(Values)>()...};
}

/// Empty if it has none, or is not among the named values.
template <class Enum>
std::string_view find_name(Enum value) noexcept {
    static constexpr auto kNames = names_of_enumerators<Enum>(std::make_index_sequence<kNamedValues>{});
    const auto number = static_cast<std::underlying_type_t<Enum>>(value);
    return std::cmp_greater_equal(number, 0) && std::cmp_less(number, kNamedValues)
               ? kNames[static_cast<std::size_t>(number)]
               : std::string_view{};
}

/// As strftime does.
[[nodiscard]] std::string format_utc(std::int64_t seconds_since_epoch, std::string_view format);

void append_hex(std::string& to, std::span<const std::byte> bytes);
void append_hex_lines(std::string& to, std::span<const std::byte> bytes);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

template <>
struct fmt::formatter<micromegas::tracing::HexDump> {
    constexpr auto parse(fmt::format_parse_context& context) {
        const auto* at = context.begin();
        if (at != context.end() && *at == 'd') {
            has_lines_ = true;
            ++at;
        }
        return at;  // {fmt} refuses the rest
    }
    template <class Context>
    auto format(const micromegas::tracing::HexDump& dump, Context& context) const {
        std::string text;
        if (has_lines_) {
            micromegas::tracing::detail::append_hex_lines(text, dump.bytes);
        } else {
            micromegas::tracing::detail::append_hex(text, dump.bytes);
        }
        return fmt::format_to(context.out(), "{}", text);
    }

private:
    bool has_lines_ = false;
};

/// With the formats of a text, such as widths.
template <class Enum>
struct fmt::formatter<micromegas::tracing::ByName<Enum>> : fmt::formatter<fmt::string_view> {
    template <class Context>
    auto format(const micromegas::tracing::ByName<Enum>& named, Context& context) const {
        const std::string_view name = micromegas::tracing::detail::find_name(named.value);
        const std::string number =
            name.empty() ? std::to_string(static_cast<std::underlying_type_t<Enum>>(named.value)) : std::string{};
        const std::string_view text = name.empty() ? number : name;
        return fmt::formatter<fmt::string_view>::format({text.data(), text.size()}, context);
    }
};

#if FMT_VERSION < 100000
/// As {fmt} 10 and later have it.
template <class T>
requires fmt::is_formattable<T>::value struct fmt::formatter<std::optional<T>> {
    constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
    template <class Context>
    auto format(const std::optional<T>& value, Context& context) const {
        if (!value) {
            return fmt::format_to(context.out(), "none");
        }
        if constexpr (std::is_convertible_v<const T&, std::string_view> || std::is_same_v<T, char>) {
            return fmt::format_to(context.out(), "optional({:?})", *value);
        } else {
            return fmt::format_to(context.out(), "optional({})", *value);
        }
    }
};
#endif

#if defined(FMT_USE_LOCALE) && !FMT_USE_LOCALE
/// {fmt}'s own does not compile in this configuration (11.1). In UTC; a format is that of strftime.
template <class Duration>
struct fmt::formatter<std::chrono::time_point<std::chrono::system_clock, Duration>, char> {
    constexpr auto parse(fmt::format_parse_context& context) {
        auto at = context.begin();
        while (at != context.end() && *at != '}') {
            ++at;
        }
        if (at != context.begin()) {
            format_ = {context.begin(), static_cast<std::size_t>(at - context.begin())};
        }
        return at;
    }
    template <class Context>
    auto format(std::chrono::time_point<std::chrono::system_clock, Duration> time, Context& context) const {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
        return fmt::format_to(context.out(), "{}",
                              micromegas::tracing::detail::format_utc(static_cast<std::int64_t>(seconds), format_));
    }

private:
    std::string_view format_ = "%Y-%m-%d %H:%M:%S";
};
#endif
