#pragma once

#include <micromegas/abi.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// "2026-08-01T12:00:00.123456789Z".
[[nodiscard]] std::string to_rfc3339(std::chrono::system_clock::time_point time);

/// Of any offset and any number of digits behind the point; nothing where the text is another, or its time does not fit
/// into a time_point.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> parse_rfc3339(std::string_view text) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
