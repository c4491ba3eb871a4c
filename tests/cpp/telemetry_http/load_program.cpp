// load_program <events> <url or file>: two threads record at full speed, into a server or a recording file. Prints its
// counts and its memory as a line of JSON.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/file_event_sink.hpp>
#include <micromegas/telemetry_sink/http_event_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sys/resource.h>

namespace {

using micromegas::telemetry_sink::FileEventSink;
using micromegas::telemetry_sink::HttpEventSink;
using micromegas::telemetry_sink::HttpFates;
using micromegas::tracing::EventSink;

constexpr std::size_t kMemoryLimit = std::size_t{32} << 20;
constexpr std::size_t kQueueLimit = std::size_t{64} << 20;
constexpr std::uint64_t kEventsOfARound = 4;  // a log entry, a metric, both ends of a span

/// Events, by their fate in a sink.
struct Fates {
    std::uint64_t delivered = 0;
    std::uint64_t dropped = 0;
    std::uint64_t waiting = 0;
};

class CountingSink final : public micromegas::tracing::NullEventSink {
public:
    [[nodiscard]] micromegas::tracing::SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_process_block(const std::shared_ptr<const micromegas::tracing::EventBlock>& block) noexcept override {
        events += block->object_count;
    }

    std::atomic<std::uint64_t> events{0};
};

std::pair<std::shared_ptr<EventSink>, std::function<Fates()>> make_sink(std::string_view target) {
    if (target.starts_with("http:")) {
        auto sink = std::make_shared<HttpEventSink>(
            micromegas::telemetry_sink::HttpOptions{.url = std::string{target},
                                                    .max_queue_bytes = kQueueLimit / 2,
                                                    .hard_queue_bytes = kQueueLimit,
                                                    .request_timeout = std::chrono::minutes{5},
                                                    .drain_timeout = std::chrono::minutes{5}});
        return {sink, [sink] {
                    Fates sum;
                    for (const HttpFates& fates : sink->counts().events) {
                        sum.delivered += fates.delivered;
                        sum.dropped += fates.dropped();
                        sum.waiting += fates.waiting;
                    }
                    return sum;
                }};
    }
    auto sink = std::make_shared<FileEventSink>(micromegas::telemetry_sink::FileSinkOptions{
        .recording = {.path = std::string{target}, .max_bytes = 0}, .max_queue_bytes = kQueueLimit});
    return {sink, [sink] {
                const auto events = sink->counts().events;
                return Fates{events.delivered, events.dropped(), events.waiting};
            }};
}

void record(std::uint64_t rounds) {
    for (std::uint64_t i = 0; i < rounds; ++i) {
        MM_SPAN_SCOPE("work");
        MM_INFO("{} of {} rows", i, rounds);
        MM_IMETRIC("number", "count", i);
    }
}

long peak_kilobytes() noexcept {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        return 2;
    }
    const std::string_view number{arguments[1]};
    std::uint64_t events = 0;
    std::from_chars(number.data(), number.data() + number.size(), events);
    const auto [sink, fates] = make_sink(arguments[2]);
    const auto counting = std::make_shared<CountingSink>();
    std::optional telemetry{
        micromegas::telemetry_sink::init_telemetry({.terminal = {.level = micromegas::tracing::LevelFilter::Off},
                                                    .sinks = {sink, counting},
                                                    .cpu_tracing = true,
                                                    .memory_limit = kMemoryLimit,
                                                    .shutdown_timeout = std::chrono::minutes{5}})};
    const std::uint64_t rounds = events / kEventsOfARound / 2;
    std::thread other{record, rounds};
    record(rounds);
    other.join();
    telemetry.reset();
    const Fates sum = fates();
    fmt::print(R"({{"recorded":{},"dropped":{},"given":{},"delivered":{},"lost":{},"waiting":{},"peak":{},"limit":{}}})"
               "\n",
               2 * rounds * kEventsOfARound, micromegas::tracing::dispatch::dropped_events(), counting->events.load(),
               sum.delivered, sum.dropped, sum.waiting, peak_kilobytes() * 1024, 2 * kMemoryLimit + kQueueLimit);
    return 0;
}
