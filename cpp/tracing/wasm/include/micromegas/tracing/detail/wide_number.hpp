// Floating point and integers of 128 bits: {fmt} needs more code for these than for all other types together. A module
// should contain that code only if it logs one. So log calls pass them as objects with their own formatter, which is
// linked only if it is used.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/format.hpp>

#include <type_traits>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

template <class T>
inline constexpr bool kIsWideNumber = std::is_floating_point_v<T> || std::is_same_v<T, fmt::detail::int128_opt> ||
                                      std::is_same_v<T, fmt::detail::uint128_opt>;

template <class Number>
struct WideNumber {
    Number value;
};

/// Instantiated in wide_number.cpp for every wide number.
template <class Number>
struct WideNumberFormatter : fmt::formatter<Number> {
    fmt::appender format(const WideNumber<Number>& number, fmt::context& context) const;
};

/// The type as which {fmt} formats an argument.
template <class Arg>
using MappedArgument = std::remove_cvref_t<fmt::detail::mapped_t<std::remove_reference_t<Arg>, char>>;

/// A user's type that {fmt} converts to a wide number (`format_as`) is not narrow either.
template <class Arg>
inline constexpr bool kIsNarrowArgument =
    kIsWideNumber<std::remove_cvref_t<Arg>> || !kIsWideNumber<MappedArgument<Arg>>;

template <class Arg>
constexpr decltype(auto) to_narrow_argument(Arg& arg) noexcept {
    using T = std::remove_cv_t<Arg>;
    if constexpr (kIsWideNumber<T>) {
        return WideNumber<T>{arg};
    } else {
        return (arg);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

template <class Number>
struct fmt::formatter<micromegas::tracing::detail::WideNumber<Number>>
    : micromegas::tracing::detail::WideNumberFormatter<Number> {};
