// Why: docs/decisions/0007-children-find-the-process-id.md
#include "platform_sink.hpp"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

constexpr const char* kFilter = "MICROMEGAS_LOG";
constexpr const char* kParentProcess = "MICROMEGAS_TELEMETRY_PARENT_PROCESS";
constexpr const char* kCpuTracing = "MICROMEGAS_ENABLE_CPU_TRACING";
constexpr const char* kRecording = "MICROMEGAS_RECORDING";
constexpr const char* kUrl = "MICROMEGAS_TELEMETRY_URL";
constexpr const char* kProcessProperties = "MICROMEGAS_PROCESS_PROPERTIES";

/// Empty where the variable is not set.
std::string_view read(const char* variable) noexcept {
    const char* const value = std::getenv(variable);
    return value != nullptr ? value : std::string_view{};
}

StartError bad_entry(std::size_t position, std::string_view entry, std::string_view problem) {
    return {tracing::InitError::BadEnvironment,
            fmt::format("environment variable {}, entry {} \"{}\": {}", kProcessProperties, position, entry, problem)};
}

/// What the process goes on without.
void tell_of_ignored(const TelemetryOptions& options, const char* variable, std::string_view value,
                     std::string_view problem) {
    if (options.print_errors) {
        print_error(fmt::format("environment variable {} is \"{}\" and is ignored: {}", variable, value, problem));
    }
}

std::string_view trim(std::string_view text) noexcept {
    constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";
    const std::size_t begin = text.find_first_not_of(kWhiteSpace);
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
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

void read_filter(tracing::DispatchConfig& config, const TelemetryOptions& options) {
    const std::string_view value = options.filter_override ? read(kFilter) : std::string_view{};
    if (value.empty()) {
        return;
    }
    auto parsed = tracing::Filter::parse(value);
    if (const auto* const error = std::get_if<tracing::FilterError>(&parsed)) {
        tell_of_ignored(options, kFilter, value, error->message);
    } else {
        config.filter = std::move(*std::get_if<tracing::Filter>(&parsed));
    }
}

void read_parent_process(tracing::DispatchConfig& config, const TelemetryOptions& options) {
    const std::string_view value = read(kParentProcess);
    if (value.empty()) {
        return;
    }
    if (const auto parent = tracing::Uuid::parse(value)) {
        config.parent_process_id = unless_own(*parent);
    } else {
        tell_of_ignored(options, kParentProcess, value, "allowed is a UUID, hexadecimal digits in the form 8-4-4-4-12");
    }
}

void read_cpu_tracing(tracing::DispatchConfig& config, const TelemetryOptions& options) {
    const std::string_view value = read(kCpuTracing);
    config.cpu_tracing_enabled = value == "true";
    if (!value.empty() && value != "true" && value != "false") {
        tell_of_ignored(options, kCpuTracing, value, "allowed is true or false");
    }
}

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

std::optional<StartError> read_process_properties(tracing::DispatchConfig& config,
                                                  const tracing::PropertySet& from_options) {
    std::vector<tracing::Property> properties;
    const std::string_view value = read(kProcessProperties);
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
            return bad_entry(position, entry, problem);
        }
        if (std::ranges::find(properties, name, &tracing::Property::name) == properties.end()) {
            properties.push_back({std::string{name}, std::string{trim(entry.substr(equals + 1))}});
        }
    }
    const auto others = from_options.properties();
    properties.insert(properties.end(), others.begin(), others.end());  // the last value counts
    config.process_properties = tracing::PropertySet{std::move(properties)};
    return std::nullopt;
}

void read_text(Setting<std::string>& option, const char* variable) {
    const std::string_view value = trim(read(variable));
    if (!option.is_of_program() && !value.empty()) {
        option = Setting<std::string>::from_environment(std::string{value});
    }
}

}  // namespace

std::variant<tracing::DispatchConfig, StartError> make_dispatch_config(TelemetryOptions& options) {
    tracing::DispatchConfig config;
    read_text(options.http.url, kUrl);
    read_text(options.recording.path, kRecording);
    if (auto error = read_process_properties(config, options.process_properties)) {
        return *std::move(error);
    }
    read_filter(config, options);
    read_parent_process(config, options);
    read_cpu_tracing(config, options);
    return config;
}

void export_process_id(const tracing::Uuid& process_id, const tracing::DispatchConfig& config) {
    ExportedState& shared = state();
    const std::lock_guard lock{shared.mutex};
    shared.exported = {.pid = getpid(), .process_id = process_id, .parent_process_id = config.parent_process_id};
    setenv(kParentProcess, process_id.to_string().c_str(), 1);
}

}  // namespace micromegas::telemetry_sink
