// The value of a property of a call: a number, a boolean or a text. Any other is formatted by the caller.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/property_keys.hpp>
#include <micromegas/tracing/format.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

template <class T>
inline constexpr bool kIsText = std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view> ||
                                std::is_same_v<T, const char*> || std::is_same_v<T, char*>;

template <class Arg>
using Decayed = std::decay_t<std::remove_cvref_t<Arg>>;  // an array of char is a pointer then

inline std::string_view to_view(const char* text) noexcept {
    return text != nullptr ? std::string_view{text} : "(null)";
}
inline std::string_view to_view(std::string_view text) noexcept { return text; }

/// {fmt}'s format string for those of these types that are arguments of the format.
template <class Taken, class... Rest>
struct FormatStringFor;
template <class... Taken>
struct FormatStringFor<void(Taken...)> {
    using Type = fmt::format_string<Taken...>;
};
template <class... Taken, class Arg, class... Rest>
struct FormatStringFor<void(Taken...), Arg, Rest...>
    : std::conditional_t<kIsProperty<Arg>, FormatStringFor<void(Taken...)>,
                         FormatStringFor<void(Taken..., Arg), Rest...>> {};
template <bool HasProperties, class... Args>
struct FormatStringIf {
    using Type = fmt::format_string<Args...>;
};
template <class... Args>
struct FormatStringIf<true, Args...> : FormatStringFor<void(), Args...> {};
template <class... Args>
using FormatStringOf = typename FormatStringIf<kHasProperties<Args...>, Args...>::Type;

/// Formatted by "{}".
[[nodiscard]] std::string format_value(fmt::format_args args) noexcept;

enum class ValueKind : std::uint8_t { Signed, Unsigned, Double, Float, Bool, Character, Text, Formatted };

template <class T>
constexpr ValueKind kind_of_value() noexcept {
    if constexpr (std::is_same_v<T, bool>) {
        return ValueKind::Bool;
    } else if constexpr (std::is_same_v<T, char>) {
        return ValueKind::Character;
    } else if constexpr (std::is_same_v<T, double>) {
        return ValueKind::Double;
    } else if constexpr (std::is_same_v<T, float>) {
        return ValueKind::Float;
    } else if constexpr (kIsText<T>) {
        return ValueKind::Text;
    } else if constexpr (std::is_same_v<T, wchar_t> || std::is_same_v<T, char8_t> || std::is_same_v<T, char16_t> ||
                         std::is_same_v<T, char32_t> || !std::is_integral_v<T> || (sizeof(T) > sizeof(std::int64_t))) {
        return ValueKind::Formatted;
    } else {
        return std::is_signed_v<T> ? ValueKind::Signed : ValueKind::Unsigned;
    }
}
template <class T>
inline constexpr ValueKind kKindOfValue = kind_of_value<Decayed<T>>();

template <class T>
inline constexpr bool kIsFormatted = kKindOfValue<T> == ValueKind::Formatted;

/// Integers are of 64 bits, so that calls with other integers share their code. A text is a view of the value.
template <class T>
requires(!kIsFormatted<T>) constexpr auto typed_value(const T& value) noexcept {
    constexpr ValueKind kKind = kKindOfValue<T>;
    if constexpr (kKind == ValueKind::Signed) {
        return static_cast<std::int64_t>(value);
    } else if constexpr (kKind == ValueKind::Unsigned) {
        return static_cast<std::uint64_t>(value);
    } else if constexpr (kKind == ValueKind::Character) {
        return std::string_view{&value, 1};
    } else if constexpr (kKind == ValueKind::Text) {
        return to_view(value);
    } else {
        return Decayed<T>{value};
    }
}

/// Of any type. The text of one that is formatted is in `formatted`, which lives as long as the statement.
template <class T>
constexpr auto typed_value(const T& value, [[maybe_unused]] std::string& formatted) noexcept {
    if constexpr (kIsFormatted<T>) {
        formatted = format_value(fmt::make_format_args(value));
        return std::string_view{formatted};
    } else {
        return typed_value(value);
    }
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
