// Blocks as the Unreal client of Micromegas writes them: structs as the compiler lays them out for 64 bits, with
// garbage in their gaps, addresses as ids, texts in ANSI and UTF-16, and references of 16 bytes: an address, a size, a
// codec.
#pragma once

#include "sample_block.hpp"

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace micromegas::tracing::testing {

class ByteWriter {
public:
    template <class T>
    ByteWriter& number(T value) {
        const std::size_t begin = bytes_.size();
        bytes_.resize(begin + sizeof(T));
        std::memcpy(&bytes_[begin], &value, sizeof(T));
        return *this;
    }
    ByteWriter& u8(std::uint8_t value) { return number(value); }
    ByteWriter& u32(std::uint32_t value) { return number(value); }
    ByteWriter& u64(std::uint64_t value) { return number(value); }
    ByteWriter& f64(double value) { return number(value); }
    ByteWriter& gap(std::size_t size) {
        bytes_.insert(bytes_.end(), size, std::byte{0xCD});
        return *this;
    }
    /// Without a length.
    ByteWriter& tail(std::string_view text) {
        const auto bytes = std::as_bytes(std::span{text});
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
        return *this;
    }
    ByteWriter& ansi(std::string_view text) { return string(0, text.data(), text.size()); }
    ByteWriter& wide(std::u16string_view text) { return string(1, text.data(), 2 * text.size()); }
    /// StaticStringRef of a name of the engine: its size is not known, its codec is none of the wire's.
    ByteWriter& string_ref(std::uint64_t id) { return u64(id).u32(0).u8(3).gap(3); }
    ByteWriter& object(std::uint8_t type_index, const ByteWriter& content) { return u8(type_index).append(content); }
    ByteWriter& dynamic_object(std::uint8_t type_index, const ByteWriter& content) {
        return u8(type_index).u32(static_cast<std::uint32_t>(content.bytes_.size())).append(content);
    }
    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

private:
    ByteWriter& append(const ByteWriter& other) {
        bytes_.insert(bytes_.end(), other.bytes_.begin(), other.bytes_.end());
        return *this;
    }
    ByteWriter& string(std::uint8_t codec, const void* text, std::size_t size) {
        u8(codec).u32(static_cast<std::uint32_t>(size));
        const auto* const first = static_cast<const std::byte*>(text);
        bytes_.insert(bytes_.end(), first, first + size);
        return *this;
    }

    std::vector<std::byte> bytes_;
};

namespace unreal {

using Types = std::vector<transit::UserDefinedType>;

constexpr std::uint64_t kTarget = 0x7FF6'0000'1000;
constexpr std::uint64_t kFile = 0x7FF6'0000'2000;
constexpr std::uint64_t kText = 0x7FF6'0000'3000;
constexpr std::uint64_t kMapName = 0x01D0'0000'4000;
constexpr std::uint64_t kMap = 0x01D0'0000'5000;
constexpr std::uint64_t kProperties = 0x01D0'0000'6000;
constexpr std::uint64_t kDesc = 0x7FF6'0000'7000;
constexpr std::uint64_t kLocation = 0x7FF6'0000'8000;

/// "LogNet", "Net.cpp", "größe", and the properties map=Arena 3.
inline ByteWriter strings() {
    ByteWriter queue;
    queue.dynamic_object(0, ByteWriter{}.u64(kTarget).ansi("LogNet"));
    queue.dynamic_object(0, ByteWriter{}.u64(kFile).ansi("Net.cpp"));
    queue.dynamic_object(0, ByteWriter{}.u64(kText).wide(u"gr\u00F6\u00DFe"));
    queue.dynamic_object(0, ByteWriter{}.u64(kMapName).ansi("map"));
    queue.dynamic_object(0, ByteWriter{}.u64(kMap).wide(u"Arena 3"));
    return queue;
}

inline void push_properties(ByteWriter& queue, std::uint8_t type_index) {
    queue.dynamic_object(type_index, ByteWriter{}.u64(kProperties).u32(1).string_ref(kMapName).string_ref(kMap));
}

inline transit::UserDefinedType string_dependency() { return {"StaticStringDependency", 0, {}, false}; }
inline transit::UserDefinedType property_set() { return {"PropertySetDependency", 0, {}, false}; }
inline transit::UserDefinedType property() {
    return {
        "Property", 32, {{"name", "StaticStringRef", 0, 16, true}, {"value", "StaticStringRef", 16, 16, true}}, false};
}
inline transit::UserDefinedType string_ref() { return {"StaticStringRef", 16, {{"id", "uint64", 0, 8, true}}, true}; }

inline SampleBlock block(std::string_view name, Types dependencies_metadata, const ByteWriter& dependencies,
                         Types objects_metadata, const ByteWriter& objects) {
    return {.name = name,
            .dependencies_metadata = std::move(dependencies_metadata),
            .objects_metadata = std::move(objects_metadata),
            .dependencies = dependencies.bytes(),
            .objects = objects.bytes()};
}

}  // namespace unreal

inline SampleBlock unreal_log_sample() {
    using namespace unreal;  // NOLINT(google-build-using-namespace)
    ByteWriter dependencies = strings();
    dependencies.object(1, ByteWriter{}.u64(kDesc).u64(kTarget).u64(kText).u64(kFile).u32(42).u8(3).gap(3));
    push_properties(dependencies, 2);
    ByteWriter objects;
    objects.dynamic_object(
        0, ByteWriter{}.u64(500).u8(2).string_ref(kTarget).u64(kProperties).wide(u"lost 3 packets \u2026"));
    objects.dynamic_object(2, ByteWriter{}.u64(kDesc).u64(kProperties).u64(501).ansi("connected"));
    return block("unreal-log",
                 {string_dependency(),
                  {"LogMetadataDependency",
                   40,
                   {{"id", "uint64", 0, 8, false},
                    {"target", "StaticStringRef", 8, 8, true},
                    {"fmt_str", "StaticStringRef", 16, 8, true},
                    {"file", "StaticStringRef", 24, 8, true},
                    {"line", "uint32", 32, 4, false},
                    {"level", "uint8", 36, 1, false}},
                   false},
                  property_set(),
                  property()},
                 dependencies,
                 {{"TaggedLogInteropEvent",
                   0,
                   {{"time", "uint64", 0, 8, false},
                    {"level", "Level", 8, 1, false},
                    {"target", "StaticStringRef", 16, 16, true},
                    {"properties", "PropertySet*", 32, 8, true},
                    {"msg", "DynamicString", 40, 16, false}},
                   false},
                  string_ref(),
                  {"TaggedLogString",
                   0,
                   {{"desc", "LogMetadata*", 0, 8, true},
                    {"properties", "PropertySet*", 8, 8, true},
                    {"time", "uint64", 16, 8, false},
                    {"msg", "DynamicString", 24, 16, false}},
                   false}},
                 objects);
}

inline SampleBlock unreal_metrics_sample() {
    using namespace unreal;  // NOLINT(google-build-using-namespace)
    ByteWriter dependencies = strings();
    dependencies.object(
        1, ByteWriter{}.u64(kDesc).u8(2).gap(7).u64(kText).u64(kMapName).u64(kTarget).u64(kFile).u32(7).gap(4));
    push_properties(dependencies, 2);
    ByteWriter objects;
    objects.object(0, ByteWriter{}.u64(kDesc).u64(kProperties).u64(12).u64(600));
    objects.object(1, ByteWriter{}.u64(kDesc).u64(kProperties).f64(0.25).u64(601));
    const auto metric = [](std::string_view name, std::string_view type) {
        return transit::UserDefinedType{std::string{name},
                                        32,
                                        {{"desc", "MetricMetadata*", 0, 8, true},
                                         {"properties", "PropertySet*", 8, 8, true},
                                         {"value", std::string{type}, 16, 8, false},
                                         {"time", "uint64", 24, 8, false}},
                                        false};
    };
    return block("unreal-metrics",
                 {string_dependency(),
                  {"MetricMetadataDependency",
                   56,
                   {{"id", "uint64", 0, 8, false},
                    {"lod", "uint8", 8, 1, false},
                    {"name", "StaticStringRef", 16, 8, true},
                    {"unit", "StaticStringRef", 24, 8, true},
                    {"target", "StaticStringRef", 32, 8, true},
                    {"file", "StaticStringRef", 40, 8, true},
                    {"line", "uint32", 48, 4, false}},
                   false},
                  property_set(),
                  property()},
                 dependencies, {metric("TaggedIntegerMetricEvent", "uint64"), metric("TaggedFloatMetricEvent", "f64")},
                 objects);
}

inline SampleBlock unreal_thread_sample() {
    using namespace unreal;  // NOLINT(google-build-using-namespace)
    ByteWriter dependencies = strings();
    dependencies.object(1, ByteWriter{}.u64(kDesc).u64(kText).u64(kTarget).u64(kFile).u32(8).gap(4));
    dependencies.object(2, ByteWriter{}.u64(kLocation).u64(kTarget).u64(kFile).u32(9).gap(4));
    ByteWriter objects;
    objects.object(0, ByteWriter{}.u64(kDesc).u64(700));
    objects.object(2, ByteWriter{}.u64(kLocation).string_ref(kMap).u64(701));
    objects.object(3, ByteWriter{}.u64(kLocation).string_ref(kMap).u64(704));
    objects.object(1, ByteWriter{}.u64(kDesc).u64(707));
    const auto span = [](std::string_view name) {
        return transit::UserDefinedType{
            std::string{name},
            16,
            {{"thread_span_desc", "SpanMetadata*", 0, 8, true}, {"time", "uint64", 8, 8, false}},
            false};
    };
    const auto named = [](std::string_view name) {
        return transit::UserDefinedType{std::string{name},
                                        32,
                                        {{"thread_span_location", "SpanLocation*", 0, 8, true},
                                         {"name", "StaticStringRef", 8, 16, true},
                                         {"time", "uint64", 24, 8, false}},
                                        false};
    };
    return block("unreal-thread",
                 {string_dependency(),
                  {"SpanMetadataDependency",
                   40,
                   {{"id", "uint64", 0, 8, false},
                    {"name", "StaticStringRef", 8, 8, true},
                    {"target", "StaticStringRef", 16, 8, true},
                    {"file", "StaticStringRef", 24, 8, true},
                    {"line", "uint32", 32, 4, false}},
                   false},
                  {"SpanLocationDependency",
                   32,
                   {{"id", "uint64", 0, 8, false},
                    {"target", "StaticStringRef", 8, 8, true},
                    {"file", "StaticStringRef", 16, 8, true},
                    {"line", "uint32", 24, 4, false}},
                   false}},
                 dependencies,
                 {span("BeginThreadSpanEvent"), span("EndThreadSpanEvent"), named("BeginThreadNamedSpanEvent"),
                  named("EndThreadNamedSpanEvent")},
                 objects);
}

/// What the client records of the engine's network: a connection with an object, its property, and a call.
inline SampleBlock unreal_net_sample() {
    using namespace unreal;  // NOLINT(google-build-using-namespace)
    ByteWriter objects;
    objects.object(0, ByteWriter{}.u64(800).string_ref(kTarget).u8(1).gap(7));
    objects.object(2, ByteWriter{}.u64(801).string_ref(kMap));
    objects.object(4, ByteWriter{}.u64(802).string_ref(kText).u32(32).gap(4));
    objects.object(3, ByteWriter{}.u64(803).u32(40).gap(4));
    objects.object(5, ByteWriter{}.u64(804).string_ref(kMapName));
    objects.object(6, ByteWriter{}.u64(805).u32(9).gap(4));
    objects.object(1, ByteWriter{}.u64(806).u32(64).gap(4));
    const transit::Member time{"time", "uint64", 0, 8, false};
    const auto end = [&](std::string_view name) {
        return transit::UserDefinedType{std::string{name}, 16, {time, {"bit_size", "uint32", 8, 4, false}}, false};
    };
    const auto begin = [&](std::string_view name, std::string_view member) {
        return transit::UserDefinedType{
            std::string{name}, 24, {time, {std::string{member}, "StaticStringRef", 8, 16, true}}, false};
    };
    return block("unreal-net", {string_dependency()}, strings(),
                 {{"NetConnectionBeginEvent",
                   32,
                   {time, {"connection_name", "StaticStringRef", 8, 16, true}, {"is_outgoing", "uint8", 24, 1, false}},
                   false},
                  end("NetConnectionEndEvent"),
                  begin("NetObjectBeginEvent", "object_name"),
                  end("NetObjectEndEvent"),
                  {"NetPropertyEvent",
                   32,
                   {time, {"property_name", "StaticStringRef", 8, 16, true}, {"bit_size", "uint32", 24, 4, false}},
                   false},
                  begin("NetRPCBeginEvent", "function_name"),
                  end("NetRPCEndEvent")},
                 objects);
}

}  // namespace micromegas::tracing::testing
