#include "platform_sink.hpp"

#include "end_signals.hpp"
#include "of_this_process.hpp"
#include "text_output.hpp"

#include <micromegas/telemetry_sink/local_event_sink.hpp>
#include <micromegas/telemetry_sink/system_monitor.hpp>
#include <micromegas/telemetry_sink/text_file_sink.hpp>
#include <micromegas/tracing/detail/option_ranges.hpp>
#include <micromegas/tracing/flush_monitor.hpp>

#include <cstdio>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

/// The error in the options that `DispatchConfig` does not have; empty if there is none.
std::string find_out_of_range(const TelemetryOptions& options) {
    using tracing::detail::find_out_of_range;
    if (options.terminal.level != tracing::LevelFilter::Off && options.terminal.descriptor < 0) {
        return fmt::format("TerminalOptions::descriptor is {}; allowed is one that is open for writing, from 0",
                           options.terminal.descriptor);
    }
    return options.text_file ? find_out_of_range("TextFileOptions::max_files", options.text_file->max_files, 1,
                                                 detail::kMostFiles, "")
                             : std::string{};
}

/// They end in the opposite order.
struct Threads {
    Threads() = default;
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;
    ~Threads() {
        system_monitor.stop();
        wait_for_end_by_signal();
    }

    std::optional<tracing::FlushMonitor> flushing;
    SystemMonitor system_monitor;
};

}  // namespace

const tracing::LevelFilter kDefaultLevel = tracing::LevelFilter::Info;

std::variant<Sinks, StartError> make_platform_sinks(const TelemetryOptions& options) {
    if (std::string problem = find_out_of_range(options); !problem.empty()) {
        return StartError{tracing::InitError::OptionOutOfRange, std::move(problem)};
    }
    Sinks sinks;
    if (options.terminal.level != tracing::LevelFilter::Off) {
        sinks.push_back(std::make_shared<LocalEventSink>(options.terminal));
    }
    if (options.text_file) {
        auto file = std::make_shared<TextFileSink>(*options.text_file);
        if (const std::error_code error = file->error()) {
            return StartError{tracing::InitError::CannotOpenFile,
                              fmt::format("TelemetryOptions::text_file: cannot open \"{}\" for appending: {}",
                                          options.text_file->path, error.message())};
        }
        sinks.push_back(std::move(file));
    }
    if (auto error = add_component_sinks(options, sinks)) {
        return *std::move(error);
    }
    return sinks;
}

GuardedSystem& guarded_system() noexcept { return of_this_process<GuardedSystem>(); }

void print_error(const std::string& message) noexcept {
    static_cast<void>(std::fprintf(stderr, "micromegas: %s\n", message.c_str()));
}

std::shared_ptr<void> start_threads(const TelemetryOptions& options, const tracing::SinkInterest& interest) {
    auto threads = std::make_shared<Threads>();
    const std::chrono::milliseconds period = options.flush_period;
    const bool flushes = interest.blocks && period.count() > 0;
    if (flushes || interest.has_text_that_waits()) {
        threads->flushing.emplace(flushes ? period : tracing::detail::kLongestTime).start();
    }
    if (options.system_monitor.value_or(interest.blocks)) {
        threads->system_monitor.start();
    }
    return threads;
}

std::shared_ptr<void> watch_end_signals(const TelemetryOptions& options, const tracing::SinkInterest& interest) {
    if (!options.end_signals.value_or(interest.blocks)) {
        return nullptr;
    }
    handle_end_signals();
    struct Watch {
        Watch() = default;
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        ~Watch() { leave_end_signals(); }
    };
    return std::make_shared<Watch>();
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
