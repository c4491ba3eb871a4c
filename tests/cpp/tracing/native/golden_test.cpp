// The bytes of a block of every stream, compared with tests/golden. An independent reader tests their meaning there.
// With MICROMEGAS_WRITE_GOLDEN set, the files' `stream` and `block` are written again; people write `expected`.
#include "collect/event_writers.hpp"

#include <micromegas/tracing/detail/log_call.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <bit>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace micromegas::tracing::detail {
namespace {

using Json = nlohmann::json;

constinit LogMetadata g_literal{Level::Info, "plain", "engine::sql", "engine::sql", "src/sql.cpp", 12};
constinit LogMetadata g_formatted{Level::Warn, "{} rows", "engine::sql", "engine", "src/sql.cpp", 14};
constinit MetricMetadata g_rows{"rows", "count", "engine::sql", "src/sql.cpp", 20};
constinit MetricMetadata g_time{"time", "ms", "engine::sql", "src/sql.cpp", 21, Verbosity::Min};
constinit SpanMetadata g_span{"execute", {"engine::sql", "engine::sql", "src/sql.cpp", 30}};
constinit SpanLocation g_location{"engine::sql", "engine", "src/sql.cpp", 31, Verbosity::Med};

constexpr std::int64_t kTime = 1'000'000'000'000;
constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

// Objects are filled member by member: clang 14 leaks nested initialiser lists of the JSON library.
Json to_json(const std::vector<transit::UserDefinedType>& types) {
    Json list = Json::array();
    for (const auto& type : types) {
        Json& entry = list.emplace_back(Json::object());
        entry["name"] = type.name;
        entry["size"] = type.size;
        entry["members"] = Json::array();
        entry["is_reference"] = type.is_reference;
        for (const auto& member : type.members) {
            Json& field = entry["members"].emplace_back(Json::object());
            field["name"] = member.name;
            field["type_name"] = member.type_name;
            field["offset"] = member.offset;
            field["size"] = member.size;
            field["is_reference"] = member.is_reference;
        }
    }
    return list;
}

std::string to_hex(std::span<const std::byte> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::byte byte : bytes) {
        text += kDigits[std::to_integer<unsigned>(byte) >> 4U];
        text += kDigits[std::to_integer<unsigned>(byte) & 15U];
    }
    return text;
}

template <class Objects, class Dependencies>
void compare_with_golden(const std::string& name, const std::string& tag, const Json& properties,
                         BlockBuilder<Objects, Dependencies>& builder) {
    const std::string path = std::string{MICROMEGAS_GOLDEN_DIR} + "/" + name + ".json";
    Json golden = Json::object();
    if (std::ifstream file{path}) {
        golden = Json::parse(file);
    }
    EventBlock block;
    builder.finish(block);
    Json actual = golden;
    Json& stream = actual["stream"] = Json::object();
    stream["tags"] = Json::array();
    stream["tags"].push_back(tag);
    stream["properties"] = properties;
    stream["dependencies_metadata"] = to_json(Dependencies::metadata());
    stream["objects_metadata"] = to_json(Objects::metadata());
    Json& contents = actual["block"] = Json::object();
    contents["nb_objects"] = block.object_count;
    contents["object_offset"] = block.object_offset;
    contents["dependencies"] = to_hex(block.dependencies.bytes());
    contents["objects"] = to_hex(block.objects.bytes());
    if (std::getenv("MICROMEGAS_WRITE_GOLDEN") != nullptr) {
        actual.emplace("expected", Json::array());
        std::ofstream{path} << actual.dump(2) << '\n';
    } else {
        EXPECT_EQ(actual.dump(2), golden.dump(2));
    }
}

/// Properties as a record holds them.
class Properties {
public:
    explicit Properties(const PropertySet& properties) : record_(size_of_properties(properties.views())) {
        put_properties(record_.data(), properties.views());
    }
    [[nodiscard]] PropertyBytes bytes() const {
        const std::byte* at = record_.data();
        return take_properties(at);
    }

private:
    std::vector<std::byte> record_;
};

/// Those of a call: MM_P.
class CallProperties {
public:
    template <class... Args>
    explicit CallProperties(const KeyTable& keys, const Args&... properties) {
        const std::uint64_t size = sizeof(&keys) + (size_of_property(properties) + ...);
        record_.resize(sizeof size + size);
        put_properties_of_call(record_.data(), size, keys, NoSet{}, properties...);
    }
    [[nodiscard]] PropertyBytes bytes() const {
        const std::byte* at = record_.data();
        return take_properties(at);
    }

private:
    std::vector<std::byte> record_;
};

constexpr std::array<std::string_view, 6> kKeyNames{"table", "rows", "most", "ratio", "part", "cached"};
constexpr KeyTable kKeys{kKeyNames.data(), kKeyNames.size()};
/// Of each type.
CallProperties typed_properties() {
    return CallProperties{kKeys,
                          PropertyArg<TextArg>{TextArg{"engine"}},
                          PropertyArg<std::int64_t>{std::numeric_limits<std::int64_t>::min()},
                          PropertyArg<std::uint64_t>{kLargest},
                          PropertyArg<double>{1e300},
                          PropertyArg<float>{0.1F},
                          PropertyArg<bool>{true}};
}

TEST(Golden, Log) {
    const Properties properties{PropertySet{{"table", "flüge"}, {"user", ""}}};
    LogBlockBuilder block;
    add_log(block, {.type = LogRecord::Literal, .metadata = &g_literal, .time = kTime});
    add_log(block, {.type = LogRecord::Text, .metadata = &g_formatted, .time = kTime + 1, .text = "3 rows, 😀"});
    add_log(block, {.type = LogRecord::Text, .metadata = &g_formatted, .time = kTime + 2, .text = ""});
    block.objects.push(wire::LogStaticStrInteropEvent{
        .time = kTime + 3, .level = 2, .target = {block.string("net")}, .msg = {block.string("lost")}});
    add_log(block, {.type = LogRecord::Interop,
                    .time = kTime + 4,
                    .text = "from JavaScript",
                    .level = Level::Trace,
                    .target = "net"});
    add_log(block, {.type = LogRecord::Interop,
                    .time = kTime + 5,
                    .text = "tagged",
                    .properties = properties.bytes(),
                    .level = Level::Error,
                    .line = 7,
                    .target = "app.ui",
                    .file = "ui.js"});
    add_log(block, {.type = LogRecord::Text,
                    .metadata = &g_literal,
                    .time = std::numeric_limits<std::int64_t>::max(),
                    .text = "plain",
                    .properties = properties.bytes()});
    const Properties reserved{PropertySet{{"level", "warn"}}};
    add_log(block, {.type = LogRecord::Text,
                    .metadata = &g_literal,
                    .time = kTime + 6,
                    .text = "its own level",
                    .properties = reserved.bytes()});
    const std::uint64_t known = block.metadata(g_literal, [](std::uint64_t) { return wire::LogMetadataRecord{}; });
    block.objects.push(wire::TaggedLogString{
        .desc = known, .properties = block.property_set({}), .time = -1, .msg = "without properties"});
    const CallProperties typed = typed_properties();
    add_log(block, {.type = LogRecord::Text,
                    .metadata = &g_formatted,
                    .time = kTime + 7,
                    .text = "4 rows",
                    .properties = typed.bytes()});
    compare_with_golden("log", "log", Json::object(), block);
}

TEST(Golden, Metrics) {
    const Properties properties{PropertySet{{"table", "cars"}, {"user", "ada"}}};
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
    MetricBlockBuilder block;
    add_metric(block, {.type = MetricRecord::IntegerMetricEvent, .metadata = &g_rows, .value_bits = 0, .time = kTime});
    add_metric(
        block,
        {.type = MetricRecord::IntegerMetricEvent, .metadata = &g_rows, .value_bits = kLargest, .time = kTime + 1});
    add_metric(
        block,
        {.type = MetricRecord::FloatMetricEvent, .metadata = &g_time, .value_bits = bits(-1.5), .time = kTime + 2});
    add_metric(block, {.type = MetricRecord::FloatMetricEvent,
                       .metadata = &g_time,
                       .value_bits = bits(std::numeric_limits<double>::infinity()),
                       .time = kTime + 3});
    add_metric(block, {.type = MetricRecord::TaggedIntegerMetricEvent,
                       .metadata = &g_rows,
                       .value_bits = 3,
                       .time = kTime + 4,
                       .properties = properties.bytes()});
    add_metric(block, {.type = MetricRecord::TaggedFloatMetricEvent,
                       .metadata = &g_time,
                       .value_bits = bits(0.25),
                       .time = kTime + 5,
                       .properties = properties.bytes()});
    add_metric(block, {.type = MetricRecord::TaggedFloatMetricEvent,
                       .metadata = &g_time,
                       .value_bits = bits(2),
                       .time = kTime + 6,
                       .properties = {}});
    const CallProperties typed = typed_properties();
    add_metric(block, {.type = MetricRecord::TaggedIntegerMetricEvent,
                       .metadata = &g_rows,
                       .value_bits = 5,
                       .time = kTime + 7,
                       .properties = typed.bytes()});
    compare_with_golden("metrics", "metrics", Json::object(), block);
}

TEST(Golden, Thread) {
    ThreadBlockBuilder block;
    const auto add = [&](SpanRecordType type, const void* metadata, std::int64_t time, std::string_view name = {}) {
        add_span(block, {.type = type,
                         .metadata = metadata,
                         .name = name,
                         .span_id = 65537,
                         .parent_span_id = kLargest,
                         .depth = 3,
                         .time = kTime + time});
    };
    add(SpanRecordType::BeginThreadSpanEvent, &g_span, 0);
    add(SpanRecordType::BeginThreadNamedSpanEvent, &g_location, 1, "größe");
    add(SpanRecordType::EndThreadNamedSpanEvent, &g_location, 2, "größe");
    add(SpanRecordType::BeginAsyncSpanEvent, &g_span, 3);
    add(SpanRecordType::BeginAsyncNamedSpanEvent, &g_location, 4, "");
    add(SpanRecordType::EndAsyncNamedSpanEvent, &g_location, 5, "");
    add(SpanRecordType::EndAsyncSpanEvent, &g_span, 6);
    add(SpanRecordType::EndThreadSpanEvent, &g_span, 7);
    const CallProperties typed = typed_properties();
    const Properties set{PropertySet{{"user", ""}, {"table", "cars"}}};
    const auto add_tagged = [&](SpanRecordType type, const void* metadata, std::int64_t time, PropertyBytes properties,
                                std::string_view name = {}) {
        add_span(block, {.type = type,
                         .metadata = metadata,
                         .name = name,
                         .span_id = 65538,
                         .parent_span_id = 65537,
                         .depth = 4,
                         .time = kTime + time,
                         .properties = properties});
    };
    add_tagged(SpanRecordType::TaggedEndThreadSpanEvent, &g_span, 8, typed.bytes());
    add_tagged(SpanRecordType::TaggedEndThreadNamedSpanEvent, &g_location, 9, set.bytes(), "größe");
    add_tagged(SpanRecordType::TaggedEndAsyncSpanEvent, &g_span, 10, set.bytes());
    add_tagged(SpanRecordType::TaggedEndAsyncNamedSpanEvent, &g_location, 11, typed.bytes(), "");
    Json properties = Json::object();
    properties["thread-id"] = "42";
    properties["thread-name"] = "main";
    compare_with_golden("thread", "cpu", properties, block);
}

TEST(Golden, Image) {
    constexpr std::array kBytes{std::byte{0x89}, std::byte{'P'}, std::byte{0}, std::byte{0xFF}};
    BlockBuilder<wire::ImageObjectQueue, wire::ImageDependencyQueue> block;
    block.objects.push(wire::ImageEvent{.time = kTime, .name = "frame ☀", .format = "png", .data = kBytes});
    block.objects.push(wire::ImageEvent{.time = kTime + 1, .name = "", .format = "", .data = {}});
    compare_with_golden("image", "image", Json::object(), block);
}

}  // namespace
}  // namespace micromegas::tracing::detail
