// Numbers in a plain message (plain_message.hpp).
#pragma once

#include <micromegas/abi.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

#include <fmt/compile.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

template <class Value>
inline constexpr bool kIsPlainNumber =
    std::integral<Value> || std::is_same_v<Value, double> || std::is_same_v<Value, float>;

/// More than the shortest digits of any double, its sign and its exponent or zeros, which {fmt} writes as `{}`.
inline constexpr std::ptrdiff_t kMostCharactersOfNumber = 40;

/// Returns the end.
template <class Value>
char* put_number(char* out, Value value) noexcept {
    return fmt::format_to(out, FMT_COMPILE("{}"), value);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
