#include "platform_sink.hpp"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

constexpr const char* kParentProcess = "MICROMEGAS_TELEMETRY_PARENT_PROCESS";
constexpr const char* kCpuTracing = "MICROMEGAS_ENABLE_CPU_TRACING";
constexpr const char* kProcessProperties = "MICROMEGAS_PROCESS_PROPERTIES";

/// Empty where the variable is not set.
std::string_view read(const char* variable) noexcept {
    const char* const value = std::getenv(variable);
    return value != nullptr ? value : std::string_view{};
}

EnvironmentError bad_value(const char* variable, std::string_view value, std::string_view allowed) {
    return {fmt::format("environment variable {} is \"{}\"; allowed is {}", variable, value, allowed)};
}

EnvironmentError bad_entry(std::size_t position, std::string_view entry, std::string_view problem) {
    return {fmt::format("environment variable {}, entry {} \"{}\": {}", kProcessProperties, position, entry, problem)};
}

/// What `export_process_id` wrote, so that a later initialisation does not take this process for its own parent.
struct Exported {
    pid_t pid = 0;  // a fork is another process, and what it finds is indeed its parent's
    tracing::Uuid process_id;
    std::optional<tracing::Uuid> parent_process_id;
};

// Never destroyed: a guard may be a static.
struct ExportedState {
    std::mutex mutex;
    Exported exported;
};

ExportedState& state() noexcept {
    static ExportedState& instance = *new ExportedState;
    return instance;
}

std::optional<tracing::Uuid> unless_own(const tracing::Uuid& found) {
    ExportedState& shared = state();
    const std::lock_guard lock{shared.mutex};
    const Exported& exported = shared.exported;
    return exported.pid == getpid() && exported.process_id == found ? exported.parent_process_id : found;
}

std::optional<EnvironmentError> read_parent_process(tracing::DispatchConfig& config) {
    const std::string_view value = read(kParentProcess);
    if (value.empty()) {
        return std::nullopt;
    }
    const auto parent = tracing::Uuid::parse(value);
    if (!parent) {
        return bad_value(kParentProcess, value, "a UUID, hexadecimal digits in the form 8-4-4-4-12");
    }
    config.parent_process_id = unless_own(*parent);
    return std::nullopt;
}

std::optional<EnvironmentError> read_cpu_tracing(tracing::DispatchConfig& config) {
    const std::string_view value = read(kCpuTracing);
    if (!value.empty() && value != "true" && value != "false") {
        return bad_value(kCpuTracing, value, "true or false");
    }
    config.cpu_tracing_enabled = value == "true";
    return std::nullopt;
}

/// Why the entry is not a property to add to `others`; empty where it is.
std::string_view find_problem(std::string_view entry, const std::vector<tracing::Property>& others) {
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos) {
        return "has no \"=\"; write name=value,name=value";
    }
    const std::string_view name = entry.substr(0, equals);
    if (name.empty()) {
        return "has no name before \"=\"; write name=value,name=value";
    }
    if (name.find_first_of(" \t\r\n") != std::string_view::npos) {
        return "has white space in its name; write name=value,name=value without any";
    }
    if (tracing::find_reserved_name({{name, ""}})) {
        return "has a name that begins with \"micromegas.\", which is reserved for the server; any other is allowed";
    }
    if (std::ranges::find(others, name, &tracing::Property::name) != others.end()) {
        return "is the second one of this name; only one is allowed";
    }
    return {};
}

std::optional<EnvironmentError> read_process_properties(tracing::DispatchConfig& config,
                                                        const tracing::PropertySet& from_options) {
    std::vector<tracing::Property> properties;
    const std::string_view value = read(kProcessProperties);
    for (std::size_t begin = 0, position = 1; !value.empty() && begin <= value.size(); ++position) {
        const std::size_t end = std::min(value.find(',', begin), value.size());
        const std::string_view entry = value.substr(begin, end - begin);
        if (const auto problem = find_problem(entry, properties); !problem.empty()) {
            return bad_entry(position, entry, problem);
        }
        const std::size_t equals = entry.find('=');
        properties.push_back({std::string{entry.substr(0, equals)}, std::string{entry.substr(equals + 1)}});
        begin = end + 1;
    }
    const auto others = from_options.properties();
    properties.insert(properties.end(), others.begin(), others.end());  // the last value counts
    config.process_properties = tracing::PropertySet{std::move(properties)};
    return std::nullopt;
}

}  // namespace

std::variant<tracing::DispatchConfig, EnvironmentError> make_dispatch_config(const TelemetryOptions& options) {
    tracing::DispatchConfig config;
    auto error = read_parent_process(config);
    if (!error) {
        error = read_cpu_tracing(config);
    }
    if (!error) {
        error = read_process_properties(config, options.process_properties);
    }
    if (error) {
        return *std::move(error);
    }
    return config;
}

void export_process_id(const tracing::Uuid& process_id, const tracing::DispatchConfig& config) {
    ExportedState& shared = state();
    const std::lock_guard lock{shared.mutex};
    shared.exported = {.pid = getpid(), .process_id = process_id, .parent_process_id = config.parent_process_id};
    setenv(kParentProcess, process_id.to_string().c_str(), 1);
}

}  // namespace micromegas::telemetry_sink
