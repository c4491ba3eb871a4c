#include "commands.hpp"
#include "recordings.hpp"
#include "trace_writer.hpp"

#include <micromegas/tracing/block_events.hpp>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace micromegas::tools {
namespace {

/// Spans of a thread that are open, outermost first.
struct Thread {
    TracePlace place;
    std::vector<std::string> open;
    std::int64_t end_ticks = 0;  // of its last block, since its process began
    std::int64_t end = 0;
    bool has_blocks = false;
};

std::int64_t nanoseconds(std::chrono::system_clock::time_point time) noexcept {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

class Exporter {
public:
    explicit Exporter(TraceWriter& writer) noexcept : writer_(writer) {}

    void visit(const ReadBlock& block) {
        const std::uint64_t process = number_of(block);
        const Clock clock = block.clock();
        Thread* const thread = block.has_tag("cpu") ? &thread_of(block, process) : nullptr;
        for (const transit::Object* const event : block.parsed.events()) {
            if (const auto span = tracing::as_span(*event); span && thread != nullptr) {
                write_span(*thread, *span, nanoseconds(clock.at(span->time)));
            } else if (const auto metric = tracing::as_metric(*event)) {
                writer_.metric(process, *metric, nanoseconds(clock.at(metric->time)));
            } else if (const auto log = tracing::as_log(*event)) {
                writer_.log(process, *log, nanoseconds(clock.at(log->time)));
            }
        }
    }

private:
    std::uint64_t number_of(const ReadBlock& block) {
        const auto [place, is_new] = processes_.try_emplace(block.process.process_id.bytes(), processes_.size() + 1);
        if (is_new) {
            writer_.process(place->second, block.process);
        }
        return place->second;
    }

    Thread& thread_of(const ReadBlock& block, std::uint64_t process) {
        const auto [place, is_new] = threads_.try_emplace(block.stream.stream_id.bytes());
        Thread& thread = place->second;
        if (is_new) {
            const std::string_view id = block.property("thread-id");
            std::uint64_t number = 0;
            if (std::from_chars(id.data(), id.data() + id.size(), number).ec != std::errc{}) {
                number = threads_.size();
            }
            thread.place = {process, number};
            writer_.thread(thread.place, block.property("thread-name"));
        }
        const telemetry::BlockHeader& header = block.block.header;
        if (thread.has_blocks && header.begin.ticks > thread.end_ticks) {  // the events between them were lost
            for (; !thread.open.empty(); thread.open.pop_back()) {
                writer_.end_span(thread.place, thread.open.back(), thread.end, {});
            }
        }
        thread.has_blocks = true;
        thread.end_ticks = header.end.ticks;
        thread.end = nanoseconds(block.clock().at(block.process.start_ticks + header.end.ticks));
        return thread;
    }

    void write_span(Thread& thread, const tracing::SpanView& span, std::int64_t time) {
        if (span.is_async) {
            span.is_begin ? writer_.begin_async(thread.place, span, time) : writer_.end_async(thread.place, span, time);
        } else if (span.is_begin) {
            thread.open.emplace_back(span.name);
            writer_.begin_span(thread.place, span, time);
        } else if (!thread.open.empty()) {  // else its begin was lost
            writer_.end_span(thread.place, thread.open.back(), time, span.properties);
            thread.open.pop_back();
        }
    }

    TraceWriter& writer_;
    std::map<tracing::Uuid::Bytes, std::uint64_t> processes_;
    std::map<tracing::Uuid::Bytes, Thread> threads_;
};

struct Close {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};

std::string last_error() { return std::generic_category().message(errno); }

}  // namespace

int export_trace(const std::vector<std::string>& files, const std::string& output, TraceFormat format) {
    Problems problems;
    std::unique_ptr<std::FILE, Close> out{std::fopen(output.c_str(), "wb")};
    if (out == nullptr) {
        problems.add(output, "cannot be written: " + last_error());
        return kWrongUsage;
    }
    const auto writer =
        format == TraceFormat::Perfetto ? make_perfetto_writer(out.get()) : make_chrome_writer(out.get());
    Exporter exporter{*writer};
    const bool are_open = read_files(
        files, [&](const ReadBlock& block) { exporter.visit(block); }, problems);
    writer->finish();
    if (std::fflush(out.get()) != 0 || std::ferror(out.get()) != 0) {
        problems.add(output, "cannot be written: " + last_error());
    }
    return are_open && problems.count() == 0 ? 0 : kFound;
}

}  // namespace micromegas::tools
