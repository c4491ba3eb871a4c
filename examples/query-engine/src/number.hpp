#pragma once

#include <cstdint>

namespace engine {

/// Whether a real number can be this integer: all are up to 2^53, and few beyond.
constexpr bool double_holds(std::int64_t value) noexcept {
    const auto real = static_cast<double>(value);
    return real < 0x1p63 && static_cast<std::int64_t>(real) == value;  // 2^63 cannot be cast back
}

}  // namespace engine
