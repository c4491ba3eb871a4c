// The functions that a log macro calls after the filter has passed the entry: they format at once, as there are no
// blocks.
//
// A module should not contain code for formats that it never logs. So the compiler chooses a function for each call
// site, and only the chosen ones are linked.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/property_args.hpp>
#include <micromegas/tracing/detail/wide_number.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Formats, if a sink wants the entry.
using LogArguments = void (*)(const LogMetadata& site, std::span<const PropertyView> properties,
                              fmt::format_args args) noexcept;

/// For messages that need no formatting.
void log_literal(const LogMetadata& site) noexcept;
/// For formats of which every field is `{}`, and arguments that are texts, integers, booleans and characters.
void log_plain(const LogMetadata& site, std::span<const PropertyView> properties, fmt::format_args args) noexcept;
/// For any format, and arguments without a wide number.
void log_narrow(const LogMetadata& site, std::span<const PropertyView> properties, fmt::format_args args) noexcept;
void log_any(const LogMetadata& site, std::span<const PropertyView> properties, fmt::format_args args) noexcept;

constexpr bool is_plain_format(std::string_view format) noexcept {
    for (std::size_t at = 0; at < format.size(); ++at) {
        if (format[at] == '}' || (format[at] == '{' && format.substr(++at, 1) != "}")) {
            return false;
        }
    }
    return true;
}

template <class T, class... Others>
concept OneOf = (std::same_as<T, Others> || ...);

template <class Arg>
inline constexpr bool kIsPlainArgument =
    OneOf<MappedArgument<Arg>, int, unsigned, long long, unsigned long long, bool, char, const char*, fmt::string_view>;

// A property is none of the arguments of the format.
template <PropertyKey Key, class T>
inline constexpr bool kIsPlainArgument<KeyedValue<Key, T>> = true;
template <PropertyKey Key, class T>
inline constexpr bool kIsNarrowArgument<KeyedValue<Key, T>> = true;

/// Refuses a format string that does not fit the arguments, at compile time.
template <class... Args>
struct CheckedFormatOf {
    template <std::convertible_to<std::string_view> Text>
    consteval CheckedFormatOf(const Text& text)  // NOLINT(google-explicit-constructor): as fmt::format_string
        : is_literal(sizeof...(Args) == 0 && is_literal_message(text)), log(choose(text)) {
        [[maybe_unused]] const FormatStringOf<Args...> checked{text};
    }

    static consteval LogArguments choose(std::string_view format) {
        if constexpr (!(kIsNarrowArgument<Args> && ...)) {
            return &log_any;
        } else if constexpr (!(kIsPlainArgument<Args> && ...)) {
            return &log_narrow;
        } else {
            return is_plain_format(format) ? &log_plain : &log_narrow;
        }
    }

    bool is_literal;
    LogArguments log;
};

template <class... Args>
using CheckedFormat = std::type_identity_t<CheckedFormatOf<Args...>>;

/// Makes the arguments live during the call.
template <class... Args>
inline void log_arguments(LogArguments log, const LogMetadata& site, std::span<const PropertyView> properties,
                          Args&&... args) noexcept {
    log(site, properties, fmt::make_format_args(args...));
}

/// Of one argument: a property as sinks get it, or the argument itself. The default argument lives until the end of the
/// call's statement; a call without one has no code that destroys it.
template <class Arg>
requires(!kIsProperty<Arg>) constexpr decltype(auto) to_item(Arg& arg) noexcept { return to_narrow_argument(arg); }
template <PropertyKey Key, class T>
requires(!kIsFormatted<T>) constexpr PropertyView to_item(const KeyedValue<Key, T>& property) noexcept {
    return {Key.view(), typed_value(property.value)};
}
template <PropertyKey Key, class T>
requires(kIsFormatted<T>) constexpr PropertyView
    to_item(const KeyedValue<Key, T>& property, std::string&& formatted = {}) noexcept {
    return {Key.view(), typed_value(property.value, formatted)};
}

inline constexpr int kNoArgument = 0;  // the format, which was checked, has no field for it
template <class T>
constexpr auto& as_argument(T& item) noexcept {
    if constexpr (std::is_same_v<T, PropertyView>) {
        return kNoArgument;
    } else {
        return item;
    }
}

/// Those of a set, and the call's own.
void log_merged(LogArguments log, const LogMetadata& site, const PropertySet& set,
                std::span<const PropertyView> properties, fmt::format_args args) noexcept;

template <class... Args>
inline void log_arguments_merged(LogArguments log, const LogMetadata& site, const PropertySet& set,
                                 std::span<const PropertyView> properties, Args&&... args) noexcept {
    log_merged(log, site, set, properties, fmt::make_format_args(args...));
}

/// `set` may be null.
template <class... Items>
inline void log_items(LogArguments log, const LogMetadata& site, const PropertySet* set, Items&&... items) noexcept {
    std::array<PropertyView, (static_cast<std::size_t>(std::is_same_v<std::remove_cvref_t<Items>, PropertyView>) + ...)>
        properties;
    PropertyView* next = properties.data();
    const auto add = [&next](const auto& item) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(item)>, PropertyView>) {
            *next++ = item;
        }
    };
    (add(items), ...);
    if (set == nullptr) {
        log_arguments(log, site, properties, as_argument(items)...);
    } else {
        log_arguments_merged(log, site, *set, properties, as_argument(items)...);
    }
}

/// Not "log", which programs define as a macro.
template <class... Args>
inline void log_checked(const LogMetadata& site, CheckedFormat<Args...> format, Args&&... args) noexcept {
    if constexpr (kHasProperties<Args...>) {
        static_cast<void>(key_table<PropertiesOf::Log, Args...>());
        log_items(format.log, site, nullptr, to_item(args)...);
    } else if (format.is_literal) {
        log_literal(site);
    } else {
        log_arguments(format.log, site, {}, to_narrow_argument(args)...);
    }
}

template <class... Args>
inline void log_checked_tagged(const LogMetadata& site, const PropertySet& properties, CheckedFormat<Args...> format,
                               Args&&... args) noexcept {
    if constexpr (kHasProperties<Args...>) {
        static_cast<void>(key_table<PropertiesOf::Log, Args...>());
        log_items(format.log, site, &properties, to_item(args)...);
    } else {
        log_arguments(format.log, site, properties.views(), to_narrow_argument(args)...);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
