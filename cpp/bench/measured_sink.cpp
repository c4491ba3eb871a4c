#include "measured_sink.hpp"

#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/flush_monitor.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <variant>

namespace micromegas::bench {
namespace {

using namespace micromegas::tracing;

std::atomic<std::uint64_t> g_recorded{0};
std::atomic<std::uint64_t> g_delivered{0};

/// About 50 MB of the larger records; a block of the smallest ones, 10 MB, holds 600,000.
constexpr std::uint64_t kMostWaiting = 1'200'000;

class DroppingSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.blocks = true}; }

    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override { count(*block); }

private:
    static void count(const EventBlock& block) noexcept {
        g_delivered.fetch_add(block.object_count, std::memory_order_relaxed);
    }
};

std::unique_ptr<FlushMonitor> g_monitor;

}  // namespace

std::shared_ptr<EventSink> make_dropping_sink() { return std::make_shared<DroppingSink>(); }

void start_tracing() {
    DispatchConfig config;
    config.filter = std::get<Filter>(Filter::parse("info,bench::quiet=warn"));
    config.cpu_tracing_enabled = true;
    if (const auto error = dispatch::init_event_dispatch(config, make_dropping_sink())) {
        static_cast<void>(std::fprintf(stderr, "micromegas_bench: %s\n", error.message().c_str()));
        std::exit(1);
    }
    g_monitor = std::make_unique<FlushMonitor>();
    g_monitor->start();
}

void stop_tracing() noexcept {
    g_monitor.reset();
    dispatch::shutdown_dispatch();
    if (const std::uint64_t dropped = dispatch::dropped_events(); dropped != 0) {
        static_cast<void>(std::fprintf(stderr, "micromegas_bench: %llu events were dropped\n",
                                       static_cast<unsigned long long>(dropped)));
    }
}

void pace(std::uint64_t recorded) noexcept {
    const std::uint64_t all = g_recorded.fetch_add(recorded, std::memory_order_relaxed) + recorded;
    if (all - g_delivered.load(std::memory_order_relaxed) >= kMostWaiting) {
        dispatch::flush_all();
    }
}

}  // namespace micromegas::bench
