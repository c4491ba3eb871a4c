// Tracing as a program has it that collects: full blocks go to a sink, by the thread of a FlushMonitor.
#pragma once

#include <micromegas/tracing/event_sink.hpp>

#include <cstdint>
#include <memory>

namespace micromegas::bench {

/// Initialises tracing with the default sizes and a sink that counts the events of its blocks and drops them, starts a
/// FlushMonitor.
void start_tracing();
void stop_tracing() noexcept;

/// Counts the events of its blocks and drops them.
[[nodiscard]] std::shared_ptr<tracing::EventSink> make_dropping_sink();

/// Says that so many events have been recorded. Where the collector is some blocks behind, waits for it: no program
/// records all the time, as the loop of a benchmark does.
void pace(std::uint64_t recorded) noexcept;

}  // namespace micromegas::bench
