// A block of each stream with every type in it, and those of other clients, for tests of readers.
#pragma once

#include "sample_block.hpp"
#include "unreal_blocks.hpp"

#include <micromegas/tracing/wire/image_events.hpp>
#include <micromegas/tracing/wire/log_events.hpp>
#include <micromegas/tracing/wire/metric_events.hpp>
#include <micromegas/tracing/wire/thread_events.hpp>

#include <array>
#include <vector>

namespace micromegas::tracing::testing {

/// The strings that the metadata of the samples names, by the ids 1 to 4.
template <class Queue>
void push_names(Queue& dependencies) {
    dependencies.push(transit::StaticString{.id = 1, .text = "rows: {}"});
    dependencies.push(transit::StaticString{.id = 2, .text = "engine::sql"});
    dependencies.push(transit::StaticString{.id = 3, .text = "engine"});
    dependencies.push(transit::StaticString{.id = 4, .text = "src/sql.cpp"});
}

/// A property set by the id 9: "user" is "Zoé", and "release" is empty.
template <class String = transit::StaticStringDependency, class Queue>
void push_properties(Queue& dependencies) {
    dependencies.push(String{.id = 5, .text = "user"});
    dependencies.push(String{.id = 6, .text = "Zo\xC3\xA9"});
    dependencies.push(String{.id = 7, .text = "release"});
    dependencies.push(transit::StaticString{.id = 8, .text = ""});
    const std::array properties{wire::PropertyRef{.name = {5}, .value = {6}},
                                wire::PropertyRef{.name = {7}, .value = {8}}};
    dependencies.push(wire::PropertySetDependency{.id = 9, .properties = properties});
}

inline SampleBlock log_sample() {
    wire::LogDependencyQueue dependencies;
    push_names(dependencies);
    push_properties(dependencies);
    dependencies.push(wire::LogMetadataRecord{
        .id = 10, .fmt_str = 1, .target = 2, .module_path = 3, .file = 4, .line = 42, .level = 4});
    wire::LogObjectQueue objects;
    objects.push(wire::LogStaticStrEvent{.desc = 10, .time = 100});
    objects.push(wire::LogStringEventV2{.desc = 10, .time = 101, .msg = "rows: 12"});
    objects.push(wire::LogStaticStrInteropEvent{.time = 102, .level = 3, .target = {2}, .msg = {3}});
    objects.push(wire::LogStringInteropEventV3{.time = 103, .level = 2, .target = {2}, .msg = ""});
    objects.push(wire::TaggedLogString{.desc = 10, .properties = 9, .time = -104, .msg = "\xE2\x82\xAC"});
    objects.push(
        wire::TaggedLogInteropEvent{.time = 105, .level = 5, .target = {2}, .properties = 9, .msg = "by another"});
    return sample_block("log", dependencies, objects);
}

inline SampleBlock metrics_sample() {
    wire::MetricDependencyQueue dependencies;
    push_names(dependencies);
    push_properties(dependencies);
    dependencies.push(
        wire::MetricMetadataDependency{.id = 10, .name = 1, .unit = 3, .target = 2, .file = 4, .line = 7, .lod = 2});
    wire::MetricObjectQueue objects;
    objects.push(wire::IntegerMetricEvent{.desc = 10, .value = ~0ULL, .time = 200});
    objects.push(wire::FloatMetricEvent{.desc = 10, .value = -0.5, .time = 201});
    objects.push(wire::TaggedFloatMetricEvent{.desc = 10, .properties = 9, .value = 1e300, .time = 202});
    objects.push(wire::TaggedIntegerMetricEvent{.desc = 10, .properties = 9, .value = 3, .time = 203});
    return sample_block("metrics", dependencies, objects);
}

inline SampleBlock thread_sample() {
    wire::ThreadDependencyQueue dependencies;
    push_names(dependencies);
    push_properties<transit::StaticString>(dependencies);
    dependencies.push(
        wire::SpanRecord{.id = 10, .name = 1, .target = 2, .module_path = 3, .file = 4, .line = 8, .lod = 1});
    dependencies.push(
        wire::SpanLocationRecord{.id = 11, .target = 2, .module_path = 3, .file = 4, .line = 9, .lod = 3});
    wire::ThreadObjectQueue objects;
    objects.push(wire::BeginThreadSpanEvent{.thread_span_desc = 10, .time = 300});
    objects.push(wire::BeginThreadNamedSpanEvent{.thread_span_location = 11, .name = {1}, .time = 301});
    objects.push(
        wire::BeginAsyncSpanEvent{.span_desc = 10, .span_id = 21, .parent_span_id = 0, .depth = 0, .time = 302});
    objects.push(wire::BeginAsyncNamedSpanEvent{
        .span_location = 11, .name = {2}, .span_id = 22, .parent_span_id = 21, .depth = 1, .time = 303});
    objects.push(wire::EndAsyncNamedSpanEvent{
        .span_location = 11, .name = {2}, .span_id = 22, .parent_span_id = 21, .depth = 1, .time = 304});
    objects.push(wire::EndAsyncSpanEvent{.span_desc = 10, .span_id = 21, .parent_span_id = 0, .depth = 0, .time = 305});
    objects.push(wire::EndThreadNamedSpanEvent{.thread_span_location = 11, .name = {1}, .time = 306});
    objects.push(wire::EndThreadSpanEvent{.thread_span_desc = 10, .time = 307});
    objects.push(wire::BeginThreadSpanEvent{.thread_span_desc = 10, .time = 308});
    objects.push(wire::BeginThreadNamedSpanEvent{.thread_span_location = 11, .name = {1}, .time = 309});
    objects.push(
        wire::BeginAsyncSpanEvent{.span_desc = 10, .span_id = 23, .parent_span_id = 0, .depth = 0, .time = 310});
    objects.push(wire::BeginAsyncNamedSpanEvent{
        .span_location = 11, .name = {2}, .span_id = 24, .parent_span_id = 23, .depth = 1, .time = 311});
    objects.push(wire::TaggedEndAsyncNamedSpanEvent{.span_location = 11,
                                                    .name = {2},
                                                    .properties = 9,
                                                    .span_id = 24,
                                                    .parent_span_id = 23,
                                                    .depth = 1,
                                                    .time = 312});
    objects.push(wire::TaggedEndAsyncSpanEvent{
        .span_desc = 10, .properties = 9, .span_id = 23, .parent_span_id = 0, .depth = 0, .time = 313});
    objects.push(
        wire::TaggedEndThreadNamedSpanEvent{.thread_span_location = 11, .name = {1}, .properties = 9, .time = 314});
    objects.push(wire::TaggedEndThreadSpanEvent{.thread_span_desc = 10, .properties = 9, .time = 315});
    return sample_block("thread", dependencies, objects);
}

inline SampleBlock image_sample() {
    constexpr std::array kData{std::byte{0x89}, std::byte{'P'}, std::byte{'N'}, std::byte{'G'}, std::byte{0}};
    wire::ImageObjectQueue objects;
    objects.push(wire::ImageEvent{.time = 400, .name = "map", .format = "png", .data = kData});
    objects.push(wire::ImageEvent{.time = 401, .name = "", .format = "", .data = {}});
    return sample_block("image", wire::ImageDependencyQueue{}, objects);
}

/// A log block with an event of a dynamic type that no reader knows, before one that they do.
inline SampleBlock unknown_event_sample() {
    SampleBlock block = log_sample();
    block.name = "unknown";
    block.objects_metadata.push_back({"LogEventOfTomorrow", 0, {}, false});
    const auto type_index = static_cast<std::uint8_t>(block.objects_metadata.size() - 1);
    ByteWriter objects;
    objects.dynamic_object(type_index, ByteWriter{}.u64(10).u32(7));
    block.objects.insert(block.objects.begin(), objects.bytes().begin(), objects.bytes().end());
    return block;
}

inline std::vector<SampleBlock> sample_blocks() {
    return {log_sample(),           metrics_sample(),    thread_sample(),
            image_sample(),         unreal_log_sample(), unreal_metrics_sample(),
            unreal_thread_sample(), unreal_net_sample(), unknown_event_sample()};
}

}  // namespace micromegas::tracing::testing
