// The set-up of a program in C.
#include <micromegas/tracing.h>
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/filter.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tracing = micromegas::tracing;
namespace telemetry_sink = micromegas::telemetry_sink;

struct mmc_telemetry {
    telemetry_sink::TelemetryGuard guard;
    std::string error;
};

namespace {

/// The options as this version knows them, or a sentence that says why they are none.
std::variant<mmc_options, std::string> read_options(const mmc_options* given) {
    mmc_options known = MMC_OPTIONS_INIT;
    if (given == nullptr) {
        return known;
    }
    if (given->size < sizeof given->size) {
        return "mmc_options.size is " + std::to_string(given->size) + "; begin with MMC_OPTIONS_INIT";
    }
    const auto* const bytes = reinterpret_cast<const std::byte*>(given);
    const std::size_t common = std::min(given->size, sizeof known);
    std::memcpy(&known, bytes, common);
    const auto unknown = std::span{bytes, given->size}.subspan(common);
    if (std::ranges::any_of(unknown, [](std::byte byte) { return byte != std::byte{0}; })) {
        return std::string{"mmc_options sets an option that this version of micromegas does not know"};
    }
    return known;
}

/// Sets `options`; returns a sentence that says why not, or an empty one.
std::string to_options(const mmc_options& given, telemetry_sink::TelemetryOptions& options) {
    if (given.filter != nullptr) {
        auto filter = tracing::Filter::parse(given.filter);
        if (const auto* const error = std::get_if<tracing::FilterError>(&filter)) {
            return "mmc_options.filter: " + error->message;
        }
        options.filter = std::get<tracing::Filter>(std::move(filter));
    }
    std::vector<tracing::Property> properties;
    for (const char* const* next = given.process_properties; next != nullptr && *next != nullptr; next += 2) {
        if (next[1] == nullptr) {
            return "mmc_options.process_properties: \"" + std::string{*next} + "\" has no value";
        }
        properties.push_back({*next, next[1]});
    }
    options.process_properties = tracing::PropertySet{properties};
    if (given.text_file != nullptr) {
        options.text_file = telemetry_sink::TextFileOptions{.path = given.text_file};
    }
    if (given.recording != nullptr) {
        options.recording.path = std::string{given.recording};
    }
    if (given.telemetry_url != nullptr) {
        options.http.url = std::string{given.telemetry_url};
    }
    if (given.api_key != nullptr) {
        options.http.api_key = std::string{given.api_key};
    }
    if (given.flush_period_ms != 0) {
        options.flush_period = std::chrono::milliseconds{given.flush_period_ms};
    }
    if (given.terminal_level < -1 || given.terminal_level > MMC_LEVEL_TRACE) {
        return "mmc_options.terminal_level is " + std::to_string(given.terminal_level) +
               "; allowed are 1 (fatal) to 6 (trace), -1 (no terminal) and 0 (the default)";
    }
    if (given.terminal_level != 0) {
        options.terminal.level = static_cast<tracing::LevelFilter>(std::max(given.terminal_level, 0));
    }
    if (given.terminal_descriptor < 0) {
        return "mmc_options.terminal_descriptor is " + std::to_string(given.terminal_descriptor) +
               "; allowed is a descriptor that is open for writing, and 0 for standard output";
    }
    if (given.terminal_descriptor != 0) {
        options.terminal.descriptor = given.terminal_descriptor;
    }
    if (given.cpu_tracing != 0) {
        options.cpu_tracing = given.cpu_tracing > 0;
    }
    options.print_errors = given.print_errors >= 0;
    return {};
}

mmc_telemetry* refuse(const std::string& problem, bool is_printed) {
    if (is_printed) {
        std::fprintf(stderr, "micromegas: %s\n", problem.c_str());
    }
    const auto error = make_error_code(tracing::InitError::OptionOutOfRange);
    return new mmc_telemetry{telemetry_sink::TelemetryGuard{error, problem}, problem};
}

}  // namespace

extern "C" {

mmc_telemetry* mmc_init(const mmc_options* options) noexcept {
    const auto read = read_options(options);
    if (const auto* const problem = std::get_if<std::string>(&read)) {
        return refuse(*problem, true);
    }
    const auto& known = std::get<mmc_options>(read);
    telemetry_sink::TelemetryOptions all;
    if (const auto problem = to_options(known, all); !problem.empty()) {
        return refuse(problem, known.print_errors >= 0);
    }
    auto guard = telemetry_sink::init_telemetry(std::move(all));
    std::string error = guard.error_message();
    return new mmc_telemetry{std::move(guard), std::move(error)};
}

const char* mmc_error(const mmc_telemetry* telemetry) noexcept {
    return telemetry->error.empty() ? nullptr : telemetry->error.c_str();
}

void mmc_shutdown(mmc_telemetry* telemetry) noexcept { delete telemetry; }

void mmc_flush() noexcept { tracing::dispatch::flush_all(); }

bool mmc_set_filter(const char* filter, char* problem, size_t size) noexcept {
    const auto error = tracing::set_filter(std::string_view{filter});
    if (problem != nullptr && size > 0) {
        const std::string_view text = error ? std::string_view{error->message} : std::string_view{};
        problem[text.copy(problem, size - 1)] = '\0';
    }
    return !error;
}

void mmc_process_id(char* id) noexcept {
    const auto process_id = tracing::dispatch::process_id();
    const std::string text = process_id ? process_id->to_string() : std::string{};
    id[text.copy(id, 36)] = '\0';
}

uint64_t mmc_dropped_events() noexcept { return tracing::dispatch::dropped_events(); }

}  // extern "C"
