// The functions that a log macro calls after the filter has passed the entry: they format at once, as there are no
// blocks.
//
// A module should not contain code for formats that it never logs. So the compiler chooses a function for each call
// site, and only the chosen ones are linked.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/wide_number.hpp>

#include <concepts>
#include <cstddef>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Formats, if a sink wants the entry.
using LogArguments = void (*)(const LogMetadata& site, std::span<const Property> properties,
                              fmt::format_args args) noexcept;

/// For messages that need no formatting.
void log_literal(const LogMetadata& site) noexcept;
/// For formats of which every field is `{}`, and arguments that are texts, integers, booleans and characters.
void log_plain(const LogMetadata& site, std::span<const Property> properties, fmt::format_args args) noexcept;
/// For any format, and arguments without a wide number.
void log_narrow(const LogMetadata& site, std::span<const Property> properties, fmt::format_args args) noexcept;
void log_any(const LogMetadata& site, std::span<const Property> properties, fmt::format_args args) noexcept;

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

/// Refuses a format string that does not fit the arguments, at compile time.
template <class... Args>
struct CheckedFormatOf {
    template <std::convertible_to<std::string_view> Text>
    consteval CheckedFormatOf(const Text& text)  // NOLINT(google-explicit-constructor): as fmt::format_string
        : is_literal(sizeof...(Args) == 0 && is_literal_message(text)), log(choose(text)) {
        [[maybe_unused]] const fmt::format_string<Args...> checked{text};
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
inline void log_arguments(LogArguments log, const LogMetadata& site, std::span<const Property> properties,
                          Args&&... args) noexcept {
    log(site, properties, fmt::make_format_args(args...));
}

/// Not "log", which programs define as a macro.
template <class... Args>
inline void log_checked(const LogMetadata& site, CheckedFormat<Args...> format, Args&&... args) noexcept {
    if (format.is_literal) {
        log_literal(site);
    } else {
        log_arguments(format.log, site, {}, to_narrow_argument(args)...);
    }
}

template <class... Args>
inline void log_checked_tagged(const LogMetadata& site, const PropertySet& properties, CheckedFormat<Args...> format,
                               Args&&... args) noexcept {
    log_arguments(format.log, site, properties.properties(), to_narrow_argument(args)...);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
