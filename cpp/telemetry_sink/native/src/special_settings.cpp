#include "special_settings.hpp"

#include <micromegas/tracing/dispatch.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

/// Why the entry is not a property; empty where it is.
std::string_view find_problem(std::string_view entry, std::string_view name) {
    if (entry.find('=') == std::string_view::npos) {
        return "has no \"=\"; write name=value,name=value";
    }
    if (name.empty()) {
        return "has no name before \"=\"; write name=value,name=value";
    }
    if (tracing::find_reserved_name({{name, ""}})) {
        return "has a name that begins with \"micromegas.\", which is reserved for the server; any other is allowed";
    }
    return {};
}

}  // namespace

std::string_view trim(std::string_view text) noexcept {
    constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";
    const std::size_t begin = text.find_first_not_of(kWhiteSpace);
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

std::string read_filter(const SettingRow&, TelemetryOptions& options, std::string_view value) {
    if (!options.filter_override) {
        return {};
    }
    auto parsed = tracing::Filter::parse(value);
    if (auto* const error = std::get_if<tracing::FilterError>(&parsed)) {
        return std::move(error->message);
    }
    options.filter = std::move(*std::get_if<tracing::Filter>(&parsed));
    options.target_levels.clear();
    return {};
}

std::string read_process_properties(const SettingRow&, TelemetryOptions& options, std::string_view value) {
    std::vector<tracing::Property> properties;
    for (std::size_t begin = 0, position = 1; begin < value.size(); ++position) {
        const std::size_t end = std::min(value.find(',', begin), value.size());
        const std::string_view entry = trim(value.substr(begin, end - begin));
        begin = end + 1;
        if (entry.empty()) {
            continue;
        }
        const std::size_t equals = entry.find('=');
        const std::string_view name = trim(entry.substr(0, equals));
        if (const auto problem = find_problem(entry, name); !problem.empty()) {
            return fmt::format("entry {} \"{}\" {}", position, entry, problem);
        }
        if (std::ranges::find(properties, name, &tracing::Property::name) == properties.end()) {
            properties.push_back({std::string{name}, std::string{trim(entry.substr(equals + 1))}});
        }
    }
    const auto of_program = options.process_properties.properties();
    properties.insert(properties.end(), of_program.begin(), of_program.end());  // the last value counts
    options.process_properties = tracing::PropertySet{properties};
    return {};
}

std::string read_parent_process(const SettingRow& row, TelemetryOptions& options, std::string_view value) {
    if (options.parent_process_id) {
        return {};
    }
    const auto parent = tracing::Uuid::parse(value);
    if (!parent) {
        return "allowed is " + describe_allowed(row);
    }
    options.parent_process_id = parent_unless_own(*parent);
    return {};
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
