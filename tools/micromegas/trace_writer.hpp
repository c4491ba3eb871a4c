// Formats that trace viewers read.
#pragma once

#include <micromegas/tracing/block_events.hpp>
#include <micromegas/tracing/process_info.hpp>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace micromegas::tools {

/// A thread of a process, by the numbers that they have in the trace.
struct TracePlace {
    std::uint64_t process = 0;
    std::uint64_t thread = 0;
};

/// The name that a property has among the arguments of a trace's event, where some names are the event's own.
[[nodiscard]] inline std::string argument_name(std::string_view property) {
    const bool is_taken = property == "file" || property == "line" || property == "level";
    return (is_taken ? "property." : "") + std::string{property};
}

/// Times are in nanoseconds since the Unix epoch.
class TraceWriter {
public:
    TraceWriter() = default;
    TraceWriter(const TraceWriter&) = delete;
    TraceWriter& operator=(const TraceWriter&) = delete;
    virtual ~TraceWriter() = default;

    virtual void process(std::uint64_t number, const tracing::ProcessInfo& process) = 0;
    virtual void thread(TracePlace place, std::string_view name) = 0;
    virtual void begin_span(TracePlace place, const tracing::SpanView& span, std::int64_t time) = 0;
    virtual void end_span(TracePlace place, std::string_view name, std::int64_t time,
                          std::span<const tracing::Property> properties) = 0;
    /// By the thread at `place`; the end may be another thread's, and may come before the begin.
    virtual void begin_async(TracePlace place, const tracing::SpanView& span, std::int64_t time) = 0;
    virtual void end_async(TracePlace place, const tracing::SpanView& span, std::int64_t time) = 0;
    virtual void metric(std::uint64_t process, const tracing::MetricView& metric, std::int64_t time) = 0;
    virtual void log(std::uint64_t process, const tracing::LogView& log, std::int64_t time) = 0;
    virtual void finish() = 0;
};

[[nodiscard]] std::unique_ptr<TraceWriter> make_perfetto_writer(std::FILE* out);
[[nodiscard]] std::unique_ptr<TraceWriter> make_chrome_writer(std::FILE* out);

}  // namespace micromegas::tools
