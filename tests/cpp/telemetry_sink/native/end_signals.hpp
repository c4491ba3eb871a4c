// A program that a signal ends, as children of the tests run it.
#pragma once

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <utility>

#include <unistd.h>

namespace micromegas::telemetry_sink {

/// Tells standard error at the end how many log entries came.
class Counter : public tracing::NullEventSink {
public:
    [[nodiscard]] tracing::SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept override {
        if (block->stream->kind == tracing::StreamKind::Log) {
            entries_ += block->object_count;
        }
    }
    void on_shutdown() noexcept override {
        static_cast<void>(std::fprintf(stderr, "%u entries\n", static_cast<unsigned>(entries_.load())));
    }

private:
    std::atomic<std::uint64_t> entries_ = 0;
};

inline TelemetryGuard init(std::shared_ptr<tracing::EventSink> sink = std::make_shared<Counter>()) {
    return TelemetryGuardBuilder{}
        .with_terminal_max_level(tracing::LevelFilter::Off)
        .with_system_monitor(false)
        .with_sink(std::move(sink))
        .build();
}

[[noreturn]] inline void wait_for_ever() {
    for (;;) {
        pause();
    }
}

[[noreturn]] inline void run_until(int signal) {
    const auto telemetry = init();
    MM_INFO("recorded before");
    kill(getpid(), signal);
    wait_for_ever();
}

}  // namespace micromegas::telemetry_sink
