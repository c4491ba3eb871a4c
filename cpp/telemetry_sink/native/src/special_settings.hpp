// Variables of the environment with rules of their own, for the table of settings.hpp.
#pragma once

#include "settings.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/uuid.hpp>

#include <optional>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

inline constexpr const char* kParentProcessVariable = "MICROMEGAS_TELEMETRY_PARENT_PROCESS";

std::string read_filter(const SettingRow& row, TelemetryOptions& options, std::string_view value);
std::string read_process_properties(const SettingRow& row, TelemetryOptions& options, std::string_view value);
std::string read_parent_process(const SettingRow& row, TelemetryOptions& options, std::string_view value);

[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// A parent that the environment names, unless this process has written it itself: its own parent then.
[[nodiscard]] std::optional<tracing::Uuid> parent_unless_own(const tracing::Uuid& found);

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
