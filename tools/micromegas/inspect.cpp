#include "commands.hpp"
#include "metric_table.hpp"
#include "other_events.hpp"
#include "recordings.hpp"
#include "span_tree.hpp"

#include "line_format.hpp"

#include <micromegas/tracing/block_events.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

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

    void print(const tracing::LogView& log, system_clock::time_point time) {
        if (!tracing::allows(options_.filter.level_for(log.target), log.level)) {
            return;
        }
        const tracing::LogMetadata site{
            log.level, "", log.target, "", log.file, log.line, tracing::MetadataLifetime::Transient};
        properties_.clear();
        for (const tracing::Property& property : log.properties) {
            properties_.push_back({property.name, property.value});
        }
        format_.append(line_, LineEntry{site, properties_, time, log.message, {}});
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
    std::vector<tracing::PropertyView> properties_;  // of one entry
    std::string line_;
};

class Inspection {
public:
    explicit Inspection(const InspectOptions& options) : options_(options), logs_(options) {}

    void visit(const ReadBlock& block) {
        const Clock clock = block.clock();
        for (const transit::Object* const event : block.parsed.events()) {
            const auto ticks = tracing::time_of(*event);
            if (const auto time = ticks ? clock.at(*ticks) : block.block.header.begin.time; is_in_range(time)) {
                show(block, *event, time);
            }
        }
    }
    void print_logs() { logs_.flush(); }
    void print_summary() {
        spans_.finish();
        if (options_.json) {
            for (const auto& list : {metrics_.to_json(), spans_.to_json()}) {
                std::ranges::for_each(list, print_json);
            }
            return;
        }
        bool is_first = !options_.logs;
        for (const std::string& text : {metrics_.to_text(), spans_.to_text(), others_.to_text()}) {
            if (!text.empty()) {
                fmt::print("{}{}", std::exchange(is_first, false) ? "" : "\n", text);
            }
        }
    }

private:
    void show(const ReadBlock& block, const transit::Object& event, system_clock::time_point time) {
        if (const auto log = tracing::as_log(event)) {
            if (options_.logs) {
                logs_.print(*log, time);
            }
        } else if (const auto metric = tracing::as_metric(event)) {
            if (options_.metrics) {
                metrics_.add(*metric);
            }
        } else if (const auto span = tracing::as_span(event)) {
            if (options_.spans) {
                spans_.add(block, *span);
            }
        } else if (!tracing::as_image(event) && options_.others != Others::Hidden) {
            show_other(event, time);
        }
    }
    void show_other(const transit::Object& event, system_clock::time_point time) {
        if (options_.json) {
            print_json(OtherEvents::to_json(event, time));
        } else if (options_.others == Others::Shown) {
            fmt::print("{}", OtherEvents::to_line(event, time));
        } else {
            others_.add(event);
        }
    }
    [[nodiscard]] bool is_in_range(system_clock::time_point time) const noexcept {
        return (!options_.since || time >= *options_.since) && (!options_.until || time < *options_.until);
    }
    static void print_json(const nlohmann::ordered_json& line) {
        fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    }

    const InspectOptions& options_;
    LogPrinter logs_;
    MetricTable metrics_;
    SpanTrees spans_;
    OtherEvents others_;
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
