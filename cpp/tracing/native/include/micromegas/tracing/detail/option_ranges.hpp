// The ranges of a program's options, natively.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// No wait is longer.
inline constexpr std::chrono::milliseconds kLongestTime = std::chrono::hours{24} * 365;

/// Returns an error such as "DispatchConfig::memory_limit is 0 bytes; allowed is from 65536 to 4611686018427387903";
/// empty if the option is in its range.
[[nodiscard]] std::string find_out_of_range(std::string_view option, std::uint64_t value, std::uint64_t least,
                                            std::uint64_t most, std::string_view unit);
[[nodiscard]] std::string find_out_of_range(std::string_view option, std::chrono::milliseconds value,
                                            std::chrono::milliseconds least);

/// Returns the error of the first option that is out of its range.
[[nodiscard]] std::string find_out_of_range(const DispatchConfig& config);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
