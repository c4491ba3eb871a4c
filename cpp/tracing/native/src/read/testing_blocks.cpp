#include "collect/reserved_names.hpp"

#include <micromegas/tracing/block_parser.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <variant>

namespace micromegas::tracing::testing::inline MICROMEGAS_ABI {
namespace {

using transit::Object;

/// Calls `visit(event)` for each event of a block of ours, which parses.
template <class Visit>
void for_each_event(const EventBlock& block, Visit visit) {
    const auto parsed = parse_block({.dependencies_metadata = block.stream->dependencies_metadata,
                                     .objects_metadata = block.stream->objects_metadata,
                                     .dependencies = block.dependencies.bytes(),
                                     .objects = block.objects.bytes()});
    if (const auto* const events = std::get_if<transit::ParsedBlock>(&parsed)) {
        for (const Object* const event : events->events()) {
            visit(*event);
        }
    }
}

template <class T>
T get(const Object& object, std::string_view member) {
    const T* const value = object.get<T>(member);
    return value != nullptr ? *value : T{};
}

std::string text(const Object& object, std::string_view member) {
    return std::string{get<std::string_view>(object, member)};
}

/// The object that a member refers to; an empty one where there is none.
const Object& referred(const Object& object, std::string_view member) {
    static const Object nothing;
    const auto* const value = object.get<const Object*>(member);
    return value != nullptr ? **value : nothing;
}

std::vector<Property> properties(const Object& event) {
    std::vector<Property> list;
    for (const auto& [name, value] : referred(event, "properties").members) {
        if (const auto* const property = std::get_if<std::string_view>(&value)) {
            list.push_back({std::string{name}, std::string{*property}});
        }
    }
    return list;
}

RecordedLog to_log(const Object& event) {
    const Object& site = referred(event, "desc");
    const bool is_interop = site.members.empty();
    const bool is_literal = event.get<std::string_view>("msg") == nullptr;
    return {.level = static_cast<Level>(get<std::uint64_t>(is_interop ? event : site, "level")),
            .target = text(is_interop ? event : site, "target"),
            .message = is_literal ? text(site, "fmt_str") : text(event, "msg"),
            .module_path = text(site, "module_path"),
            .file = text(site, "file"),
            .line = static_cast<std::uint32_t>(get<std::uint64_t>(site, "line")),
            .time = get<std::int64_t>(event, "time"),
            .properties = properties(event)};
}

RecordedMetric to_metric(const Object& event) {
    const Object& site = referred(event, "desc");
    std::vector<Property> given = properties(event);
    for (Property& property : given) {
        property.name = detail::name_before_metrics(property.name);
    }
    const auto* const integer = event.get<std::uint64_t>("value");
    return {.name = text(site, "name"),
            .unit = text(site, "unit"),
            .target = text(site, "target"),
            .value = integer != nullptr ? static_cast<double>(*integer) : get<double>(event, "value"),
            .time = get<std::int64_t>(event, "time"),
            .properties = std::move(given)};
}

/// Matches the ends of spans with their beginnings.
class SpanReader {
public:
    void add(const std::string& thread_id, const Object& event) {
        if (event.type_name.starts_with("Begin")) {
            begin(thread_id, event);
        } else if (!is_async(event)) {
            end(open_[thread_id], event);
        }
    }
    /// Call it after all blocks are added: an async span may end in a block that is read before the block of its begin.
    void add_async_end(const Object& event) {
        if (event.type_name.starts_with("End") && is_async(event)) {
            end(async_[get<std::uint64_t>(event, "span_id")], event);
        }
    }

    [[nodiscard]] std::vector<RecordedSpan> spans() && { return std::move(spans_); }

private:
    static bool is_async(const Object& event) { return event.type_name.find("Async") != std::string_view::npos; }

    void begin(const std::string& thread_id, const Object& event) {
        const bool is_named = event.get<std::string_view>("name") != nullptr;
        const std::string_view site_name = is_async(event) ? (is_named ? "span_location" : "span_desc")
                                                           : (is_named ? "thread_span_location" : "thread_span_desc");
        const Object& site = referred(event, site_name);
        const auto span_id = get<std::uint64_t>(event, "span_id");
        std::vector<std::size_t>& open = is_async(event) ? async_[span_id] : open_[thread_id];
        const auto depth = is_async(event) ? get<std::uint64_t>(event, "depth") : open.size();
        open.push_back(spans_.size());
        spans_.push_back({.name = text(is_named ? event : site, "name"),
                          .target = text(site, "target"),
                          .thread_id = thread_id,
                          .begin = get<std::int64_t>(event, "time"),
                          .end = std::nullopt,
                          .depth = static_cast<std::uint32_t>(depth),
                          .span_id = span_id,
                          .parent_span_id = get<std::uint64_t>(event, "parent_span_id")});
    }

    void end(std::vector<std::size_t>& open, const Object& event) {
        if (!open.empty()) {
            spans_[open.back()].end = get<std::int64_t>(event, "time");
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
        for_each_event(*block, [&](const Object& event) { logs.push_back(to_log(event)); });
    }
    return logs;
}

std::vector<RecordedMetric> read_metrics(const InMemorySink& sink) {
    std::vector<RecordedMetric> metrics;
    for (const auto& block : sink.blocks(StreamKind::Metrics)) {
        for_each_event(*block, [&](const Object& event) { metrics.push_back(to_metric(event)); });
    }
    return metrics;
}

std::vector<RecordedSpan> read_spans(const InMemorySink& sink) {
    auto blocks = sink.blocks(StreamKind::Thread);
    std::ranges::stable_sort(blocks, {}, [](const auto& block) { return block->stream.get(); });
    SpanReader reader;
    for (const auto& block : blocks) {
        const std::string thread_id = block->stream->properties.properties()[0].value;
        for_each_event(*block, [&](const Object& event) { reader.add(thread_id, event); });
    }
    for (const auto& block : blocks) {
        for_each_event(*block, [&](const Object& event) { reader.add_async_end(event); });
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
