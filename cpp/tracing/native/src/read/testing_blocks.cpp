#include "collect/reserved_names.hpp"

#include <micromegas/tracing/block_events.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <variant>

namespace micromegas::tracing::testing::inline MICROMEGAS_ABI {
namespace {

/// Calls `visit(view)` for each event of a block of ours, which parses, of which `read` makes a view.
template <class Read, class Visit>
void for_each_event(const EventBlock& block, Read read, Visit visit) {
    const auto parsed = parse_event_block(block);
    if (const auto* const events = std::get_if<transit::ParsedBlock>(&parsed)) {
        for (const transit::Object* const event : events->events()) {
            if (auto view = read(*event)) {
                visit(std::move(*view));
            }
        }
    }
}

RecordedLog recorded(LogView log) {
    std::vector<PropertyType> types(log.properties.size(), PropertyType::Text);
    return {.level = log.level,
            .target = std::string{log.target},
            .message = std::string{log.message},
            .module_path = std::string{log.module_path},
            .file = std::string{log.file},
            .line = log.line,
            .time = log.time,
            .properties = std::move(log.properties),
            .types = std::move(types)};
}

RecordedMetric recorded(MetricView metric) {
    for (Property& property : metric.properties) {
        property.name = detail::name_before_metrics(property.name);
    }
    return {.name = std::string{metric.name},
            .unit = std::string{metric.unit},
            .target = std::string{metric.target},
            .value = metric.value,
            .time = metric.time,
            .properties = std::move(metric.properties)};
}

/// Matches the ends of spans with their beginnings.
class SpanReader {
public:
    void add(const std::string& thread_id, const SpanView& span) {
        if (span.is_begin) {
            begin(thread_id, span);
        } else if (!span.is_async) {
            end(open_[thread_id], span);
        }
    }
    /// Call it after all blocks are added: an async span may end in a block that is read before the block of its begin.
    void add_async_end(const SpanView& span) {
        if (span.is_async && !span.is_begin) {
            end(async_[span.id], span);
        }
    }

    [[nodiscard]] std::vector<RecordedSpan> spans() && { return std::move(spans_); }

private:
    void begin(const std::string& thread_id, const SpanView& span) {
        std::vector<std::size_t>& open = span.is_async ? async_[span.id] : open_[thread_id];
        const std::size_t depth = span.is_async ? span.depth : open.size();
        open.push_back(spans_.size());
        spans_.push_back({.name = std::string{span.name},
                          .target = std::string{span.target},
                          .thread_id = thread_id,
                          .begin = span.time,
                          .end = std::nullopt,
                          .depth = static_cast<std::uint32_t>(depth),
                          .span_id = span.id,
                          .parent_span_id = span.parent_id,
                          .properties = {}});
    }

    void end(std::vector<std::size_t>& open, const SpanView& span) {
        if (!open.empty()) {
            spans_[open.back()].end = span.time;
            spans_[open.back()].properties = span.properties;
            open.pop_back();
        }
    }

    std::vector<RecordedSpan> spans_;
    std::map<std::string, std::vector<std::size_t>> open_;     // by thread, innermost last
    std::map<std::uint64_t, std::vector<std::size_t>> async_;  // by span id
};

}  // namespace

std::vector<RecordedLog> read_logs(const InMemorySink& sink) {
    std::vector<RecordedLog> logs;
    for (const auto& block : sink.blocks(StreamKind::Log)) {
        for_each_event(*block, as_log, [&](LogView log) { logs.push_back(recorded(std::move(log))); });
    }
    return logs;
}

std::vector<RecordedMetric> read_metrics(const InMemorySink& sink) {
    std::vector<RecordedMetric> metrics;
    for (const auto& block : sink.blocks(StreamKind::Metrics)) {
        for_each_event(*block, as_metric, [&](MetricView metric) { metrics.push_back(recorded(std::move(metric))); });
    }
    return metrics;
}

std::vector<RecordedSpan> read_spans(const InMemorySink& sink) {
    auto blocks = sink.blocks(StreamKind::Thread);
    std::ranges::stable_sort(blocks, {}, [](const auto& block) { return block->stream.get(); });
    SpanReader reader;
    for (const auto& block : blocks) {
        const std::string thread_id = block->stream->properties.properties()[0].value;
        for_each_event(*block, as_span, [&](const SpanView& span) { reader.add(thread_id, span); });
    }
    for (const auto& block : blocks) {
        for_each_event(*block, as_span, [&](const SpanView& span) { reader.add_async_end(span); });
    }
    return std::move(reader).spans();
}

ScopedRecording::ScopedRecording(const Filter& filter)
    : filter_before_(current_filter()),
      error_(dispatch::init_event_dispatch({.filter = filter, .cpu_tracing_enabled = true}, sink_)) {}

ScopedRecording::~ScopedRecording() {
    if (!error_) {
        dispatch::shutdown_dispatch();
        set_filter(std::move(filter_before_));
    }
}

std::vector<RecordedLog> ScopedRecording::logs() const {
    dispatch::flush_all();
    return read_logs(*sink_);
}

std::vector<RecordedMetric> ScopedRecording::metrics() const {
    dispatch::flush_all();
    return read_metrics(*sink_);
}

std::vector<RecordedSpan> ScopedRecording::spans() const {
    dispatch::flush_all();
    return read_spans(*sink_);
}

void ScopedRecording::clear() {
    dispatch::flush_all();
    sink_->clear();
}

}  // namespace micromegas::tracing::testing::inline MICROMEGAS_ABI
