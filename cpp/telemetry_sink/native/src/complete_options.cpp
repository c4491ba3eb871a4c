// Completes the options that the program has not set from the environment, or by defaults.
#include "platform_sink.hpp"
#include "proc_files.hpp"
#include "settings.hpp"
#include "special_settings.hpp"

#include <cstdlib>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

/// Blank counts as not set.
std::string_view read_variable(std::string_view name) noexcept {
    const char* const value = std::getenv(std::string{name}.c_str());
    return value != nullptr ? trim(value) : std::string_view{};
}

/// A secret is not shown.
std::string describe_value(const SettingRow& row, std::string_view value) {
    return row.kind == kSecret ? std::string{"not usable"} : fmt::format("\"{}\"", value);
}

std::optional<StartError> read(const SettingRow& row, TelemetryOptions& options) {
    const std::string_view value = row.read != nullptr && !row.variable.empty() ? read_variable(row.variable) : "";
    if (value.empty()) {
        return std::nullopt;
    }
    const std::string problem = row.read(row, options, value);
    if (problem.empty()) {
        return std::nullopt;
    }
    const std::string setting = fmt::format("environment variable {} is {}", row.variable, describe_value(row, value));
    if (row.bad_value == BadValue::Fails) {
        return StartError{tracing::InitError::BadEnvironment, fmt::format("{}: {}", setting, problem)};
    }
    if (options.print_errors) {
        print_error(fmt::format("{} and is ignored: {}", setting, problem));
    }
    return std::nullopt;
}

/// Checks the values that the program has set.
std::optional<StartError> check(const SettingRow& row, const TelemetryOptions& options) {
    const std::int64_t number = row.number != nullptr ? row.number(options) : row.least;
    if (row.number == nullptr || (number >= row.least && number <= row.most)) {
        return std::nullopt;
    }
    return StartError{
        tracing::InitError::OptionOutOfRange,
        fmt::format("TelemetryOptions::{} is {}; allowed is {}{}{}", row.option, row.describe_number(options),
                    describe_range(row), row.kind.empty() ? "" : " ", row.kind)};
}

/// A value that is already set counts.
void add_default_properties(TelemetryOptions& options) {
    const CpuCounts cpus = read_cpu_counts();
    std::vector<tracing::Property> properties{
        {"platform-name", "linux"},
        {"physical_core_count", std::to_string(cpus.physical)},
        {"logical_cpu_count", std::to_string(cpus.logical)},
        {"total_memory", std::to_string(read_machine_memory().total)},
    };
    const auto others = options.process_properties.properties();
    properties.insert(properties.end(), others.begin(), others.end());
    options.process_properties = tracing::PropertySet{properties};
}

}  // namespace

std::optional<StartError> complete(TelemetryOptions& options) {
    for (const SettingRow& row : settings()) {
        if (auto error = check(row, options)) {
            return error;
        }
        if (auto error = read(row, options)) {
            return error;
        }
    }
    if (options.default_process_properties) {
        add_default_properties(options);
    }
    return std::nullopt;
}

std::string describe_environment() {
    std::string text;
    for (const SettingRow& row : settings()) {
        if (row.variable.empty()) {
            continue;
        }
        const std::string fallback = row.describe_default != nullptr ? row.describe_default() : std::string{"none"};
        text += fmt::format("{}\n    {}\n    Allowed: {}. Default: {}.{}\n", row.variable, row.meaning,
                            describe_allowed(row), fallback,
                            row.bad_value == BadValue::IsIgnored ? " Another value is reported and ignored." : "");
    }
    return text;
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
