// Floating point and integers of 128 bits: {fmt} needs more code for these than for all else together. A module should
// have that code only if it logs one. So log calls hand them over as objects with a formatter of their own, which
// brings the code by being used.
#pragma once

#include <micromegas/tracing/format.hpp>

#include <type_traits>

namespace micromegas::tracing::detail {

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

/// What {fmt} takes an argument for.
template <class Arg>
using MappedArgument = std::remove_cvref_t<fmt::detail::mapped_t<std::remove_reference_t<Arg>, char>>;

/// What {fmt} makes of a user's type may be a wide number, too (`format_as`): that is not narrow.
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

}  // namespace micromegas::tracing::detail

template <class Number>
struct fmt::formatter<micromegas::tracing::detail::WideNumber<Number>>
    : micromegas::tracing::detail::WideNumberFormatter<Number> {};
