// Numbers in a plain message (plain_message.hpp). Those with a fraction are left to {fmt}, which a module has only
// where it logs one.
#pragma once

#include <micromegas/abi.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

template <class Value>
inline constexpr bool kIsPlainNumber = std::integral<Value> && sizeof(Value) <= sizeof(std::uint64_t);

inline constexpr int kMostDigits = std::numeric_limits<std::uint64_t>::digits10 + 1;
inline constexpr std::ptrdiff_t kMostCharactersOfNumber = kMostDigits + 1;  // with its sign

/// Returns the end. Small: {fmt} has tables.
[[gnu::noinline]] inline char* put_digits(char* out, std::uint64_t magnitude, bool is_negative) noexcept {
    constexpr std::uint32_t kBase = 10;
    if (is_negative) {
        *out++ = '-';
    }
    int digits = 1;
    for (std::uint64_t limit = kBase; digits < kMostDigits && magnitude >= limit; limit *= kBase) {
        ++digits;
    }
    out += digits;
    char* const end = out;
    // Division of 64 bits is slow.
    for (; magnitude > std::numeric_limits<std::uint32_t>::max(); magnitude /= kBase) {
        *--out = static_cast<char>('0' + magnitude % kBase);
    }
    auto rest = static_cast<std::uint32_t>(magnitude);
    do {
        *--out = static_cast<char>('0' + rest % kBase);
        rest /= kBase;
    } while (rest != 0);
    return end;
}

template <std::integral Value>
char* put_number(char* out, Value value) noexcept {
    const auto bits = static_cast<std::uint64_t>(value);
    const bool is_negative = value < Value{};
    return put_digits(out, is_negative ? 0 - bits : bits, is_negative);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
