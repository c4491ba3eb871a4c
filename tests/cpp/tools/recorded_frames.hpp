// Blocks of the spans of a program that has frames.
#pragma once

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/block_events.hpp>
#include <micromegas/tracing/detail/frequency.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

namespace micromegas::telemetry_sink {

using namespace std::chrono_literals;
using tracing::EventBlock;
using tracing::InMemorySink;
using tracing::StreamKind;

using Blocks = std::vector<std::shared_ptr<const EventBlock>>;

/// What a program records: each frame has a span inside, and one of `main` is open all the time.
struct Recorded {
    std::shared_ptr<InMemorySink> sink = std::make_shared<InMemorySink>();

    [[nodiscard]] Blocks spans() const { return sink->blocks(StreamKind::Thread); }
};

template <class Run>
Recorded record(Run run) {
    Recorded recorded;
    tracing::set_max_level(tracing::LevelFilter::Trace);
    EXPECT_FALSE(tracing::dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, recorded.sink));
    run();
    tracing::dispatch::shutdown_dispatch();
    return recorded;
}

inline void run_frame(std::chrono::milliseconds time = 0ms) {
    MM_SPAN_SCOPE("frame");
    MM_SPAN_SCOPE("draw");
    if (time > 0ms) {
        std::this_thread::sleep_for(time);
    }
}

inline void end_block() { tracing::dispatch::flush_all(); }

/// So many blocks, each with a frame.
inline void run_frames(int blocks) {
    MM_SPAN_SCOPE("main");
    for (int i = 0; i < blocks; ++i) {
        run_frame(i == 4 ? 5ms : 0ms);
        end_block();
    }
}

inline std::chrono::nanoseconds duration(const Recorded& recorded, std::int64_t ticks) {
    const auto frequency = tracing::detail::with_frequency(*recorded.sink->process()).tsc_frequency;
    return std::chrono::nanoseconds{
        static_cast<std::int64_t>(static_cast<double>(ticks) * 1e9 / static_cast<double>(frequency))};
}

/// Of the frames that begin and end in a block, the longest.
inline std::int64_t longest_frame(const EventBlock& block) {
    std::int64_t begin = 0;
    std::int64_t longest = 0;
    const auto parsed = tracing::parse_event_block(block);
    for (const auto* const event : std::get_if<transit::ParsedBlock>(&parsed)->events()) {
        const auto span = tracing::as_span(*event);
        if (span->name != "frame") {
            continue;
        }
        if (span->is_begin) {
            begin = span->time;
        } else if (begin != 0) {
            longest = std::max(longest, span->time - begin);
        }
    }
    return longest;
}

}  // namespace micromegas::telemetry_sink
