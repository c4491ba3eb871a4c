#include "delivery.hpp"

#include "cost.hpp"
#include "http_server.hpp"
#include "measured_sink.hpp"

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/file_event_sink.hpp>
#include <micromegas/telemetry_sink/http_event_sink.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/macros.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

namespace micromegas::bench {
namespace {

using telemetry_sink::FileEventSink;
using telemetry_sink::HttpEventSink;
using tracing::LevelFilter;

telemetry_sink::TelemetryGuard start(std::shared_ptr<tracing::EventSink> sink) {
    return telemetry_sink::init_telemetry({.filter = tracing::Filter{LevelFilter::Info},
                                           .terminal = {.level = LevelFilter::Off},
                                           .sinks = {std::move(sink)},
                                           .filter_override = false,
                                           .export_process_id = false,
                                           .cpu_tracing = true,
                                           .system_monitor = false,
                                           .end_signals = false});
}

void log_entry(std::uint64_t i) {
    MM_INFO("{} of {} rows in {} ms", static_cast<int>(i), static_cast<int>(i + 1), static_cast<double>(i));
}

/// Values that no other entry has: a string of 32 bytes and an int.
struct NewValues {
    std::array<char, 33> text{};
    int number;

    NewValues() : number(static_cast<int>(++last)) { fmt::format_to_n(text.data(), text.size() - 1, "{:032}", last); }

    inline static std::uint64_t last = 0;
};

void log_in_message(std::uint64_t /*i*/) {
    const NewValues values;
    MM_INFO("text {} number {}", values.text.data(), values.number);
}

void log_properties(std::uint64_t /*i*/) {
    const NewValues values;
    MM_INFO("text and number", MM_P("text", values.text.data()), MM_P("number", values.number));
}

void record_span(std::uint64_t /*i*/) {
    MM_SPAN_SCOPE("span");
    asm volatile("" ::: "memory");
}

/// `is_done` says whether the sink has nothing left to do.
template <class IsDone>
Cost measure_with(const std::shared_ptr<tracing::EventSink>& sink, void (*call)(std::uint64_t), IsDone is_done) {
    const auto telemetry = start(sink);
    return measure_cost(call, [&] {
        tracing::dispatch::flush_all();
        while (!is_done()) {
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    });
}

Cost measure_without_delivery(void (*call)(std::uint64_t)) {
    return measure_with(make_dropping_sink(), call, [] { return true; });
}

Cost measure_recording(const std::string& path, void (*call)(std::uint64_t), double& bytes_of_event) {
    const auto sink = std::make_shared<FileEventSink>(telemetry_sink::FileSinkOptions{.recording = {.path = path}});
    const Cost cost = measure_with(sink, call, [&] { return sink->counts().blocks.waiting == 0; });
    bytes_of_event =
        static_cast<double>(std::filesystem::file_size(path)) / static_cast<double>(sink->counts().events.delivered);
    return cost;
}

Cost measure_sending(const std::string& url, void (*call)(std::uint64_t)) {
    const auto sink = std::make_shared<HttpEventSink>(telemetry_sink::HttpOptions{.url = url});
    const Cost cost = measure_with(sink, call, [&] { return sink->counts().blocks.waiting == 0; });
    if (sink->counts().blocks.dropped() != 0) {
        fmt::print(stderr, "micromegas_bench: {} blocks were not sent\n", sink->counts().blocks.dropped());
    }
    return cost;
}

Cost measure_text(const std::string& path, double& bytes_of_event) {
    spdlog::logger logger{"bench", std::make_shared<spdlog::sinks::basic_file_sink_mt>(path, true)};
    std::uint64_t count = 0;
    const Cost cost = measure_cost(
        [&](std::uint64_t i) {
            ++count;
            logger.info("{} of {} rows in {} ms", static_cast<int>(i), static_cast<int>(i + 1), static_cast<double>(i));
        },
        [&] { logger.flush(); });
    bytes_of_event = static_cast<double>(std::filesystem::file_size(path)) / static_cast<double>(count);
    return cost;
}

struct Way {
    const char* name;
    std::function<Cost(const std::string& path, double& bytes)> measure;
    std::vector<double> caller = {};
    std::vector<double> all = {};
    double bytes = 0;
};

enum WayIndex : std::size_t {
    kEntryAlone,
    kEntryToFile,
    kEntryToServer,
    kEntryAsText,
    kSpanAlone,
    kSpanToFile,
    kValuesInMessage,
    kValuesAsProperties,
    kWays
};

/// Milliseconds of the start, and of the shutdown beyond its bound, where the server does not answer.
std::pair<double, double> measure_start_without_server() {
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::duration<double, std::milli>;
    constexpr std::chrono::milliseconds kBound{200};
    const HttpServer server{false};
    std::vector<double> starts;
    std::vector<double> shutdowns;
    for (int round = 0; round < kRounds; ++round) {
        const auto begin = Clock::now();
        std::optional telemetry{telemetry_sink::init_telemetry({.terminal = {.level = LevelFilter::Off},
                                                                .http = {.url = server.url(), .drain_timeout = kBound},
                                                                .export_process_id = false})};
        starts.push_back(Milliseconds{Clock::now() - begin}.count());
        MM_INFO("entry");
        const auto end = Clock::now();
        telemetry.reset();
        shutdowns.push_back(Milliseconds{Clock::now() - end - kBound}.count());
    }
    return {median(starts), median(shutdowns)};
}

}  // namespace

void measure_delivery(std::ostream& out) {
    const Folder folder;
    const HttpServer server{true};
    std::array<Way, kWays> ways{
        Way{"entry, block sink that drops",
            [](const std::string&, double&) { return measure_without_delivery(log_entry); }},
        Way{"entry, recording file",
            [](const std::string& path, double& bytes) { return measure_recording(path, log_entry, bytes); }},
        Way{"entry, server", [&](const std::string&, double&) { return measure_sending(server.url(), log_entry); }},
        Way{"entry, spdlog's basic_file_sink_mt",
            [](const std::string& path, double& bytes) { return measure_text(path, bytes); }},
        Way{"span, block sink that drops",
            [](const std::string&, double&) { return measure_without_delivery(record_span); }},
        Way{"span, recording file",
            [](const std::string& path, double& bytes) { return measure_recording(path, record_span, bytes); }},
        Way{"entry, string and int in the message, block sink that drops",
            [](const std::string&, double&) { return measure_without_delivery(log_in_message); }},
        Way{"entry, string and int as properties, block sink that drops",
            [](const std::string&, double&) { return measure_without_delivery(log_properties); }},
    };
    for (int round = 0; round < kRounds; ++round) {
        for (Way& way : ways) {
            const std::string path = folder.file("file");
            std::filesystem::remove(path);
            const Cost cost = way.measure(path, way.bytes);
            way.caller.push_back(cost.caller);
            way.all.push_back(cost.all);
        }
    }
    const auto caller = [&](WayIndex way) { return median(ways[way].caller); };
    const auto all = [&](WayIndex way) { return median(ways[way].all); };

    out << "\nAn entry of two ints and a double, or a span, to where it is kept, medians, ns:\n\n"
           "| way | the caller's share | processor time of all threads | bytes of an event in the file |\n"
           "|---|--:|--:|--:|\n";
    for (const Way& way : ways) {
        out << fmt::format("| {} | {:.1f} | {:.1f} | {} |\n", way.name, median(way.caller), median(way.all),
                           way.bytes > 0 ? fmt::format("{:.1f}", way.bytes) : "-");
    }
    const auto [start, shutdown] = measure_start_without_server();
    print_ratios(
        out,
        std::array{
            Ratio{"entry, recording file: all threads, to spdlog's file", all(kEntryToFile) / all(kEntryAsText), 0.5},
            Ratio{"span, recording file: all threads, ns", all(kSpanToFile), 60},
            Ratio{"entry, recording file: bytes, to the text line", ways[kEntryToFile].bytes / ways[kEntryAsText].bytes,
                  0.5},
            Ratio{"begin or end of a span, recording file: bytes", ways[kSpanToFile].bytes, 8},
            Ratio{"entry, recording file: caller, to the block sink", caller(kEntryToFile) / caller(kEntryAlone), 1.05},
            Ratio{"entry, server: caller, to the block sink", caller(kEntryToServer) / caller(kEntryAlone), 1.05},
            Ratio{"span, recording file: caller, to the block sink", caller(kSpanToFile) / caller(kSpanAlone), 1.05},
            Ratio{"two properties: hand-over, to the same values in the message",
                  (all(kValuesAsProperties) - caller(kValuesAsProperties)) /
                      (all(kValuesInMessage) - caller(kValuesInMessage)),
                  1.3},
            Ratio{"init_telemetry, server that does not answer, ms", start, 5},
            Ratio{"its shutdown, ms beyond drain_timeout", shutdown, 20},
        });
}

}  // namespace micromegas::bench
