// Numbers in a plain message (plain_message.hpp).
#pragma once

#include <micromegas/abi.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
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
    if constexpr (std::is_same_v<Value, double>) {
        // Whole numbers are common and have the same text as integers, which is made faster. Not -0, nor those that
        // {fmt} writes with an exponent.
        constexpr double kMostWhole = 1e15;
        if (value > -kMostWhole && value < kMostWhole) {
            const auto whole = static_cast<std::int64_t>(value);
            if (std::bit_cast<std::uint64_t>(static_cast<double>(whole)) == std::bit_cast<std::uint64_t>(value)) {
                return put_number(out, whole);
            }
        }
    }
    return fmt::format_to(out, FMT_COMPILE("{}"), value);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
