// Every setting of a program, once: its name, its sources, its allowed values.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/telemetry_options.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

/// The kind of a value that is never shown.
inline constexpr std::string_view kSecret = "a secret";

enum class BadValue : std::uint8_t {
    Fails,      ///< Nothing is initialised.
    IsIgnored,  ///< Reported on standard error.
};

struct SettingRow {
    std::string_view method = {};    ///< Of `TelemetryGuardBuilder`.
    std::string_view option = {};    ///< The member of `TelemetryOptions`.
    std::string_view variable = {};  ///< Of the environment; empty: none.
    std::string_view kind = {};      ///< The allowed kind: "a level".
    std::string_view meaning = {};   ///< In one sentence.

    // Of a number, where `kind` is its unit; 0 otherwise.
    std::int64_t least = 0;
    std::int64_t most = 0;

    BadValue bad_value = BadValue::Fails;
    /// Takes the variable's value, trimmed and not blank, into the options, unless the program has set them. Where the
    /// value is bad it says why.
    std::string (*read)(const SettingRow& row, TelemetryOptions& options, std::string_view value) = nullptr;
    /// The program's number, in the unit of `kind`. Null where there is none, or `DispatchConfig` checks it.
    std::int64_t (*number)(const TelemetryOptions& options) = nullptr;
    /// The same with its unit, to a millisecond.
    std::string (*describe_number)(const TelemetryOptions& options) = nullptr;
    std::string (*describe_default)() = nullptr;
};

[[nodiscard]] std::span<const SettingRow> settings() noexcept;

/// "from 1 to 1000", of a number.
[[nodiscard]] std::string describe_range(const SettingRow& row);
/// "a whole number of seconds, from 1 to 1000".
[[nodiscard]] std::string describe_allowed(const SettingRow& row);

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
