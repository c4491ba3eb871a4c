#include "front_door.hpp"

#include "cost.hpp"
#include "measured_sink.hpp"

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/flush_monitor.hpp>
#include <micromegas/tracing/macros.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace micromegas::bench {
namespace {

using telemetry_sink::TelemetryOptions;
using telemetry_sink::TextDelivery;
using tracing::LevelFilter;

Cost measure_micromegas() {
    return measure_cost(
        [](std::uint64_t i) {
            MM_INFO("{} of {} rows in {} ms", static_cast<int>(i), static_cast<int>(i + 1), static_cast<double>(i));
        },
        [] { tracing::dispatch::flush_all(); });
}

Cost measure_front_door_with(TelemetryOptions options) {
    options.filter = tracing::Filter{LevelFilter::Info};
    options.filter_override = false;
    options.export_process_id = false;
    const auto telemetry = telemetry_sink::init_telemetry(std::move(options));
    return measure_micromegas();
}

Cost measure_guard() {
    const tracing::TracingSystemGuard guard{{.filter = tracing::Filter{LevelFilter::Info}}, make_dropping_sink()};
    tracing::FlushMonitor monitor;
    monitor.start();
    return measure_micromegas();
}

Cost measure_spdlog(const std::string& path, bool flushes) {
    spdlog::logger logger{"bench", std::make_shared<spdlog::sinks::basic_file_sink_mt>(path, true)};
    if (flushes) {
        logger.flush_on(spdlog::level::trace);
    }
    return measure_cost(
        [&](std::uint64_t i) {
            logger.info("{} of {} rows in {} ms", static_cast<int>(i), static_cast<int>(i + 1), static_cast<double>(i));
        },
        [&] { logger.flush(); });
}

constexpr const char* kFile = "log.txt";
constexpr telemetry_sink::TerminalOptions kNoTerminal{.level = LevelFilter::Off};

Cost measure_file(const std::string& path, TextDelivery delivery) {
    return measure_front_door_with(
        {.terminal = kNoTerminal, .text_file = telemetry_sink::TextFileOptions{.path = path, .delivery = delivery}});
}

Cost measure_terminal(const std::string& path) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    const Cost cost =
        measure_front_door_with({.terminal = {.descriptor = descriptor, .delivery = TextDelivery::Deferred}});
    close(descriptor);
    return cost;
}

struct Way {
    const char* name;
    std::function<Cost(const std::string& path)> measure;
    std::vector<double> caller = {};
    std::vector<double> all = {};
};

}  // namespace

void measure_front_door(std::ostream& out) {
    const Folder folder;
    std::array ways{
        Way{"TracingSystemGuard, block sink", [](const std::string&) { return measure_guard(); }},
        Way{"init_telemetry, block sink, no terminal",
            [](const std::string&) {
                return measure_front_door_with({.terminal = kNoTerminal, .sinks = {make_dropping_sink()}});
            }},
        Way{"terminal, deferred", measure_terminal},
        Way{"text file, deferred", [](const std::string& path) { return measure_file(path, TextDelivery::Deferred); }},
        Way{"text file, at once", [](const std::string& path) { return measure_file(path, TextDelivery::AtOnce); }},
        Way{"spdlog, basic_file_sink_mt", [](const std::string& path) { return measure_spdlog(path, false); }},
        Way{"the same, flushed at each entry", [](const std::string& path) { return measure_spdlog(path, true); }},
    };
    for (int round = 0; round < kRounds; ++round) {
        for (Way& way : ways) {
            std::filesystem::remove(folder.file(kFile));
            const Cost cost = way.measure(folder.file(kFile));
            way.caller.push_back(cost.caller);
            way.all.push_back(cost.all);
        }
    }
    const auto caller = [&](std::size_t way) { return median(ways[way].caller); };
    const auto all = [&](std::size_t way) { return median(ways[way].all); };

    out << "\nAn entry of two ints and a double through the front door, medians, ns:\n\n"
           "| way | the caller's share | processor time of all threads |\n|---|--:|--:|\n";
    for (std::size_t way = 0; way < ways.size(); ++way) {
        out << fmt::format("| {} | {:.1f} | {:.1f} |\n", ways[way].name, caller(way), all(way));
    }
    const std::array ratios{
        Ratio{"terminal, deferred: caller, to the block sink alone", caller(2) / caller(0), 1.5},
        Ratio{"text file, deferred: caller, to the block sink alone", caller(3) / caller(0), 1.5},
        Ratio{"text file, deferred: all threads, to spdlog's file", all(3) / all(5), 0.8},
        Ratio{"text file, at once: all threads, to spdlog's file", all(4) / all(5), 0.9},
        Ratio{"text file, at once: all threads, to spdlog's file that is flushed", all(4) / all(6), 0.9},
        Ratio{"init_telemetry without a terminal: caller, to the guard", caller(1) / caller(0), 1.1},
    };
    print_ratios(out, ratios);
}

}  // namespace micromegas::bench
