// Records and sends, as it is told by lines of standard input: "record <n>", "fork", "counts", "end". It answers each
// by a line of JSON. Options are arguments, "url=http://…".
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/http_event_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using micromegas::telemetry_sink::HttpEventSink;
using micromegas::telemetry_sink::HttpFates;
using micromegas::telemetry_sink::HttpOptions;

/// Counts what sinks are given.
class CountingSink final : public micromegas::tracing::NullEventSink {
public:
    [[nodiscard]] micromegas::tracing::SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_process_block(const std::shared_ptr<const micromegas::tracing::EventBlock>& block) noexcept override {
        events[static_cast<std::size_t>(block->stream->kind)] += block->object_count;
    }

    std::array<std::atomic<std::uint64_t>, 4> events{};
};

unsigned number(std::string_view text) {
    unsigned value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

HttpOptions read_options(std::span<char*> arguments) {
    HttpOptions options;
    for (const std::string_view argument : arguments) {
        const std::string_view name = argument.substr(0, argument.find('='));
        const std::string value{argument.substr(name.size() + 1)};
        if (name == "url") {
            options.url = value;
        } else if (name == "key") {
            options.api_key = value;
        } else if (name == "oidc_token_endpoint") {
            options.oidc_token_endpoint = value;
        } else if (name == "oidc_client_id") {
            options.oidc_client_id = value;
        } else if (name == "oidc_client_secret") {
            options.oidc_client_secret = value;
        } else if (name == "oidc_audience") {
            options.oidc_audience = value;
        } else if (name == "oidc_token_buffer") {
            options.oidc_token_buffer = std::chrono::seconds{number(value)};
        } else if (name == "timeout") {
            options.request_timeout = std::chrono::milliseconds{number(value)};
        } else if (name == "drain") {
            options.drain_timeout = std::chrono::milliseconds{number(value)};
        } else if (name == "soft") {
            options.max_queue_bytes = number(value);
        } else if (name == "hard") {
            options.hard_queue_bytes = number(value);
        } else if (name == "spool") {
            options.spool = value;
        } else if (name == "spool_max") {
            options.spool_max_bytes = number(value);
        } else if (name == "span_properties") {
            options.span_properties = number(value) != 0;
        } else {
            std::cerr << "no option " << name << '\n';
            std::_Exit(2);
        }
    }
    return options;
}

void record(unsigned thread, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
        MM_SPAN_SCOPE("work", MM_P("thread", thread));
        MM_INFO("thread {} number {}", thread, i);
        MM_IMETRIC("number", "count", thread * 1'000'000ULL + i);
    }
}

void record_by_threads(unsigned count) {
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < 4; ++thread) {
        threads.emplace_back(record, thread, count);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    micromegas::tracing::dispatch::flush_all();
}

std::string json(const HttpFates& fates) {
    return fmt::format(
        R"({{"waiting":{},"delivered":{},"spooled":{},"queue_full":{},"gave_up":{},"refused":{},"shutdown":{},"memory":{}}})",
        fates.waiting, fates.delivered, fates.spooled, fates.queue_full, fates.gave_up, fates.refused, fates.shutdown,
        fates.memory);
}

void answer(const HttpEventSink& sink, const CountingSink& counting) {
    const micromegas::telemetry_sink::HttpCounts counts = sink.counts();
    const auto& given = counting.events;
    std::cout << fmt::format(R"({{"metadata":{},"blocks":{},"events":[{},{},{},{}],"given":[{},{},{},{}],)"
                             R"("earlier":{{"files":{},"blocks":{},"events":{}}},"spool":"{}","seconds":{}}})",
                             json(counts.metadata), json(counts.blocks), json(counts.events[0]), json(counts.events[1]),
                             json(counts.events[2]), json(counts.events[3]), given[0].load(), given[1].load(),
                             given[2].load(), given[3].load(), counts.earlier.files, counts.earlier.blocks,
                             counts.earlier.events, sink.spool_path(),
                             std::chrono::duration_cast<std::chrono::seconds>(
                                 std::chrono::steady_clock::now().time_since_epoch())
                                 .count())
              << std::endl;
}

micromegas::telemetry_sink::TelemetryGuard start(const std::shared_ptr<HttpEventSink>& sink,
                                                 const std::shared_ptr<CountingSink>& counting) {
    return micromegas::telemetry_sink::init_telemetry(
        {.terminal = {.level = micromegas::tracing::LevelFilter::Off}, .sinks = {sink, counting}, .cpu_tracing = true});
}

/// The child records, and ends with a guard of its own.
void fork_and_wait(const std::shared_ptr<HttpEventSink>& sink, const std::shared_ptr<CountingSink>& counting) {
    const pid_t child = fork();
    if (child == 0) {
        std::optional telemetry{start(sink, counting)};
        record(7, 10);
        const bool has_failed = static_cast<bool>(telemetry->error());
        telemetry.reset();
        std::_Exit(has_failed ? 1 : 0);
    }
    waitpid(child, nullptr, 0);
}

}  // namespace

int main(int argument_count, char** arguments) {
    const auto sink =
        std::make_shared<HttpEventSink>(read_options({arguments + 1, static_cast<std::size_t>(argument_count - 1)}));
    if (!sink->error().empty()) {
        std::cerr << sink->error() << '\n';
        return 2;
    }
    const auto counting = std::make_shared<CountingSink>();
    std::optional telemetry{start(sink, counting)};
    if (telemetry->error()) {
        return 2;
    }
    for (std::string line; std::getline(std::cin, line) && line != "end";) {
        if (line.starts_with("record ")) {
            record_by_threads(number(std::string_view{line}.substr(7)));
        } else if (line == "fork") {
            fork_and_wait(sink, counting);
        }
        answer(*sink, *counting);
    }
    telemetry.reset();
    answer(*sink, *counting);
    return 0;
}
