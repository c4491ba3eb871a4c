#include "platform_sink.hpp"

#include "text_output.hpp"

#include <micromegas/telemetry_sink/local_event_sink.hpp>
#include <micromegas/telemetry_sink/recording_sink.hpp>
#include <micromegas/telemetry_sink/text_file_sink.hpp>
#include <micromegas/tracing/detail/option_ranges.hpp>
#include <micromegas/tracing/flush_monitor.hpp>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#pragma weak micromegas_make_recording_sink  // null in a program without micromegas::telemetry_file

namespace micromegas::telemetry_sink {
namespace {

constexpr const char* kRecording = "MICROMEGAS_RECORDING";
constexpr const char* kNotLinked =
    "this program records no files; link it with the CMake target micromegas::telemetry_file";

/// What is wrong with the options that `DispatchConfig` does not have; empty if nothing is.
std::string find_out_of_range(const TelemetryOptions& options) {
    using tracing::detail::find_out_of_range;
    std::string found =
        find_out_of_range("TelemetryOptions::flush_period", options.flush_period, std::chrono::milliseconds{0});
    if (found.empty() && options.text_file) {
        found =
            find_out_of_range("TextFileOptions::max_files", options.text_file->max_files, 1, detail::kMostFiles, "");
    }
    return found;
}

/// Why there is no such recording; empty where there is.
std::string add_recording(const std::string& path, std::vector<std::shared_ptr<tracing::EventSink>>& sinks) {
    if (micromegas_make_recording_sink == nullptr) {
        return kNotLinked;
    }
    std::shared_ptr<tracing::EventSink> sink;
    std::error_code error;
    micromegas_make_recording_sink(path, sink, error);
    if (error) {
        return fmt::format("a recording cannot be made there: {}", error.message());
    }
    sinks.push_back(std::move(sink));
    return {};
}

}  // namespace

const tracing::LevelFilter kDefaultLevel = tracing::LevelFilter::Info;

std::variant<std::vector<std::shared_ptr<tracing::EventSink>>, StartError> make_platform_sinks(
    const TelemetryOptions& options) {
    if (std::string problem = find_out_of_range(options); !problem.empty()) {
        return StartError{tracing::InitError::OptionOutOfRange, std::move(problem)};
    }
    std::vector<std::shared_ptr<tracing::EventSink>> sinks;
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
    const char* const from_outside = std::getenv(kRecording);
    if (!options.recording.empty()) {
        if (const std::string problem = add_recording(options.recording, sinks); !problem.empty()) {
            return StartError{tracing::InitError::CannotOpenFile,
                              fmt::format("TelemetryOptions::recording is \"{}\": {}", options.recording, problem)};
        }
    } else if (from_outside != nullptr && *from_outside != '\0') {
        if (const std::string problem = add_recording(from_outside, sinks); !problem.empty()) {
            tell_of_ignored(options, kRecording, from_outside, problem);
        }
    }
    return sinks;
}

void print_error(const std::string& message) noexcept {
    static_cast<void>(std::fprintf(stderr, "micromegas: %s\n", message.c_str()));
}

std::shared_ptr<void> start_flushing(const tracing::SinkInterest& interest, std::chrono::milliseconds period) {
    const bool flushes = interest.blocks && period.count() > 0;
    if (!flushes && !interest.has_text_that_waits()) {
        return nullptr;
    }
    auto monitor = std::make_shared<tracing::FlushMonitor>(flushes ? period : tracing::detail::kLongestTime);
    monitor->start();
    return monitor;
}

}  // namespace micromegas::telemetry_sink
