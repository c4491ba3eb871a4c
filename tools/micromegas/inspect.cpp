#include "commands.hpp"
#include "events.hpp"
#include "metric_table.hpp"
#include "recordings.hpp"
#include "span_tree.hpp"

#include "line_format.hpp"

#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::tools {
namespace {

using std::chrono::system_clock;
using telemetry_sink::detail::LineEntry;
using telemetry_sink::detail::LineFormat;

/// Lines as the terminal shows them while the program runs.
class LogPrinter {
public:
    explicit LogPrinter(const InspectOptions& options)
        : options_(options),
          format_({.json = options.json, .source = options.source},
                  !options.json && isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr) {}

    void print(const LogEvent& log, system_clock::time_point time) {
        if (!tracing::allows(options_.filter.level_for(log.target), log.level)) {
            return;
        }
        const tracing::LogMetadata site{
            log.level, "", log.target, "", log.file, log.line, tracing::MetadataLifetime::Transient};
        format_.append(line_, LineEntry{site, log.properties, time, log.message, {}});
        if (line_.size() > kEnough) {
            flush();
        }
    }
    void flush() {
        static_cast<void>(std::fwrite(line_.data(), 1, line_.size(), stdout));
        line_.clear();
        static_cast<void>(std::fflush(stdout));
    }

private:
    static constexpr std::size_t kEnough = std::size_t{64} << 10;

    const InspectOptions& options_;
    LineFormat format_;
    std::string line_;
};

class Inspection {
public:
    explicit Inspection(const InspectOptions& options) : options_(options), logs_(options) {}

    void visit(const ReadBlock& block) {
        const Clock clock = block.clock();
        for (const transit::Object* const event : block.parsed.events()) {
            if (const auto log = as_log(*event); log && options_.logs && is_in_range(clock.at(log->ticks))) {
                logs_.print(*log, clock.at(log->ticks));
            } else if (const auto metric = as_metric(*event);
                       metric && options_.metrics && is_in_range(clock.at(metric->ticks))) {
                metrics_.add(*metric);
            } else if (const auto span = as_span(*event);
                       span && options_.spans && is_in_range(clock.at(span->ticks))) {
                spans_.add(block, *span);
            }
        }
    }
    void print_logs() { logs_.flush(); }
    void print_summary() {
        spans_.finish();
        if (options_.json) {
            print_json(metrics_.to_json());
            print_json(spans_.to_json());
            return;
        }
        bool is_first = !options_.logs;
        for (const std::string& text : {metrics_.to_text(), spans_.to_text()}) {
            if (!text.empty()) {
                fmt::print("{}{}", std::exchange(is_first, false) ? "" : "\n", text);
            }
        }
    }

private:
    [[nodiscard]] bool is_in_range(system_clock::time_point time) const noexcept {
        return (!options_.since || time >= *options_.since) && (!options_.until || time < *options_.until);
    }
    static void print_json(const nlohmann::ordered_json& list) {
        for (const auto& line : list) {
            fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
        }
    }

    const InspectOptions& options_;
    LogPrinter logs_;
    MetricTable metrics_;
    SpanTrees spans_;
};

/// Until the recording ends, or the program is interrupted.
int follow(const InspectOptions& options, Inspection& inspection, Problems& problems) {
    constexpr std::chrono::milliseconds kLook{100};
    const std::string& path = options.files.front();
    for (;;) {
        auto opened = RecordingFile::open(path);
        if (const auto* const error = std::get_if<std::string>(&opened)) {
            problems.add("micromegas", *error);
            return kFound;
        }
        auto& file = *std::get_if<RecordingFile>(&opened);
        for (;;) {
            file.read([&](const ReadBlock& block) { inspection.visit(block); }, problems);
            inspection.print_logs();
            if (file.has_ended()) {
                break;
            }
            std::this_thread::sleep_for(kLook);
        }
        if (!file.continues_elsewhere()) {
            file.tell_of_gaps(problems);
            return problems.count() == 0 ? 0 : kFound;
        }
    }
}

}  // namespace

int inspect(const InspectOptions& options) {
    Problems problems;
    Inspection inspection{options};
    if (options.follow) {
        return follow(options, inspection, problems);
    }
    const bool are_open = read_files(
        options.files, [&](const ReadBlock& block) { inspection.visit(block); }, problems);
    inspection.print_logs();
    inspection.print_summary();
    return are_open && problems.count() == 0 ? 0 : kFound;
}

}  // namespace micromegas::tools
