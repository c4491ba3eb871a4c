// Levels from their names: of settings, not needed at call sites.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/level.hpp>

#include <optional>
#include <string_view>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Reads one of the six names in any case; "warning" is "warn". Nothing else is accepted.
[[nodiscard]] std::optional<Level> parse_level(std::string_view name) noexcept;
/// The same, and "off".
[[nodiscard]] std::optional<LevelFilter> parse_level_filter(std::string_view name) noexcept;

/// The names that `parse_level` and `parse_level_filter` accept, for error messages.
inline constexpr std::string_view kLevelNames = "fatal, error, warn, info, debug, trace";
inline constexpr std::string_view kLevelFilterNames = "off, fatal, error, warn, info, debug, trace";

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
