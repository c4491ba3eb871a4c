#include <micromegas/tracing/block_parser.hpp>

#include "../../transit/holds.hpp"
#include "sample_blocks.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::image_sample;
using ::testing::IsEmpty;
using testing::log_sample;
using testing::metrics_sample;
using ::testing::Pair;
using testing::SampleBlock;
using ::testing::SizeIs;
using testing::thread_sample;
using transit::Object;
using transit::ParsedBlock;
using transit::ParseError;
using transit::testing::Holds;

using Text = std::string_view;

ParsedBlock accepted(const SampleBlock& block) {
    auto parsed = parse_block(block.input());
    if (const auto* error = std::get_if<ParseError>(&parsed)) {
        ADD_FAILURE() << block.name << ": " << error->message;
        return std::get<ParsedBlock>(parse_block({}));
    }
    return std::get<ParsedBlock>(std::move(parsed));
}

/// The parser's error message for a block, or "" if it was read.
std::string refusal(const SampleBlock& block) {
    const auto parsed = parse_block(block.input());
    const auto* error = std::get_if<ParseError>(&parsed);
    return error != nullptr ? error->message : "";
}

const Object& object_in(const Object& object, Text name) { return **object.get<const Object*>(name); }

TEST(BlockParser, ReadsLogEntries) {
    const ParsedBlock block = accepted(log_sample());
    const auto events = block.events();
    ASSERT_THAT(events, SizeIs(6));

    EXPECT_EQ(events[0]->type_name, "LogStaticStrEvent");
    EXPECT_EQ(*events[0]->get<std::int64_t>("time"), 100);
    const Object& desc = object_in(*events[0], "desc");
    EXPECT_EQ(desc.type_name, "LogMetadataRecord");
    EXPECT_THAT(desc.members,
                ElementsAre(Pair("id", Holds(std::uint64_t{10})), Pair("fmt_str", Holds(Text{"rows: {}"})),
                            Pair("target", Holds(Text{"engine::sql"})), Pair("module_path", Holds(Text{"engine"})),
                            Pair("file", Holds(Text{"src/sql.cpp"})), Pair("line", Holds(std::uint64_t{42})),
                            Pair("level", Holds(std::uint64_t{4}))));

    EXPECT_THAT(events[1]->members,
                ElementsAre(Pair("desc", Holds<const Object*>(&desc)), Pair("time", Holds(std::int64_t{101})),
                            Pair("msg", Holds(Text{"rows: 12"}))));
    EXPECT_THAT(events[2]->members,
                ElementsAre(Pair("time", Holds(std::int64_t{102})), Pair("level", Holds(std::uint64_t{3})),
                            Pair("target", Holds(Text{"engine::sql"})), Pair("msg", Holds(Text{"engine"}))));
    EXPECT_THAT(events[3]->members,
                ElementsAre(Pair("time", Holds(std::int64_t{103})), Pair("level", Holds(std::uint64_t{2})),
                            Pair("target", Holds(Text{"engine::sql"})), Pair("msg", Holds(Text{}))));
    const Object& properties = object_in(*events[4], "properties");
    EXPECT_THAT(
        events[4]->members,
        ElementsAre(Pair("desc", Holds<const Object*>(&desc)), Pair("properties", Holds<const Object*>(&properties)),
                    Pair("time", Holds(std::int64_t{-104})), Pair("msg", Holds(Text{"\xE2\x82\xAC"}))));
    EXPECT_THAT(
        events[5]->members,
        ElementsAre(Pair("time", Holds(std::int64_t{105})), Pair("level", Holds(std::uint64_t{5})),
                    Pair("target", Holds(Text{"engine::sql"})), Pair("properties", Holds<const Object*>(&properties)),
                    Pair("msg", Holds(Text{"by another"}))));
    EXPECT_EQ(properties.type_name, "PropertySetDependency");
    EXPECT_THAT(properties.members,
                ElementsAre(Pair("user", Holds(Text{"Zo\xC3\xA9"})), Pair("release", Holds(Text{}))));
}

TEST(BlockParser, ReadsMetrics) {
    const ParsedBlock block = accepted(metrics_sample());
    const auto events = block.events();
    ASSERT_THAT(events, SizeIs(4));
    const Object& desc = object_in(*events[0], "desc");
    EXPECT_THAT(desc.members,
                ElementsAre(Pair("id", Holds(std::uint64_t{10})), Pair("name", Holds(Text{"rows: {}"})),
                            Pair("unit", Holds(Text{"engine"})), Pair("target", Holds(Text{"engine::sql"})),
                            Pair("file", Holds(Text{"src/sql.cpp"})), Pair("line", Holds(std::uint64_t{7})),
                            Pair("lod", Holds(std::uint64_t{2}))));
    EXPECT_THAT(events[0]->members,
                ElementsAre(Pair("desc", Holds<const Object*>(&desc)), Pair("value", Holds(std::uint64_t{~0ULL})),
                            Pair("time", Holds(std::int64_t{200}))));
    EXPECT_THAT(events[1]->members, ElementsAre(Pair("desc", Holds<const Object*>(&desc)), Pair("value", Holds(-0.5)),
                                                Pair("time", Holds(std::int64_t{201}))));
    const Object& properties = object_in(*events[2], "properties");
    EXPECT_THAT(properties.members, SizeIs(2));
    EXPECT_THAT(events[2]->members, ElementsAre(Pair("desc", Holds<const Object*>(&desc)),
                                                Pair("properties", Holds<const Object*>(&properties)),
                                                Pair("value", Holds(1e300)), Pair("time", Holds(std::int64_t{202}))));
    EXPECT_THAT(
        events[3]->members,
        ElementsAre(Pair("desc", Holds<const Object*>(&desc)), Pair("properties", Holds<const Object*>(&properties)),
                    Pair("value", Holds(std::uint64_t{3})), Pair("time", Holds(std::int64_t{203}))));
}

TEST(BlockParser, ReadsSpans) {
    const ParsedBlock block = accepted(thread_sample());
    const auto events = block.events();
    ASSERT_THAT(events, SizeIs(16));
    const Object& desc = object_in(*events[0], "thread_span_desc");
    const Object& location = object_in(*events[1], "thread_span_location");
    EXPECT_THAT(desc.members,
                ElementsAre(Pair("id", Holds(std::uint64_t{10})), Pair("name", Holds(Text{"rows: {}"})),
                            Pair("target", Holds(Text{"engine::sql"})), Pair("module_path", Holds(Text{"engine"})),
                            Pair("file", Holds(Text{"src/sql.cpp"})), Pair("line", Holds(std::uint64_t{8})),
                            Pair("lod", Holds(std::uint64_t{1}))));
    EXPECT_THAT(location.members,
                ElementsAre(Pair("id", Holds(std::uint64_t{11})), Pair("target", Holds(Text{"engine::sql"})),
                            Pair("module_path", Holds(Text{"engine"})), Pair("file", Holds(Text{"src/sql.cpp"})),
                            Pair("line", Holds(std::uint64_t{9})), Pair("lod", Holds(std::uint64_t{3}))));

    const auto expect_span = [&](const Object& event, Text type_name, Text desc_name, const Object& described,
                                 std::int64_t time) {
        EXPECT_EQ(event.type_name, type_name);
        EXPECT_EQ(*event.get<const Object*>(desc_name), &described) << type_name;
        EXPECT_EQ(*event.get<std::int64_t>("time"), time) << type_name;
    };
    expect_span(*events[0], "BeginThreadSpanEvent", "thread_span_desc", desc, 300);
    expect_span(*events[1], "BeginThreadNamedSpanEvent", "thread_span_location", location, 301);
    expect_span(*events[2], "BeginAsyncSpanEvent", "span_desc", desc, 302);
    expect_span(*events[3], "BeginAsyncNamedSpanEvent", "span_location", location, 303);
    expect_span(*events[4], "EndAsyncNamedSpanEvent", "span_location", location, 304);
    expect_span(*events[5], "EndAsyncSpanEvent", "span_desc", desc, 305);
    expect_span(*events[6], "EndThreadNamedSpanEvent", "thread_span_location", location, 306);
    expect_span(*events[7], "EndThreadSpanEvent", "thread_span_desc", desc, 307);
    expect_span(*events[12], "TaggedEndAsyncNamedSpanEvent", "span_location", location, 312);
    expect_span(*events[13], "TaggedEndAsyncSpanEvent", "span_desc", desc, 313);
    expect_span(*events[14], "TaggedEndThreadNamedSpanEvent", "thread_span_location", location, 314);
    expect_span(*events[15], "TaggedEndThreadSpanEvent", "thread_span_desc", desc, 315);
    EXPECT_EQ(*events[1]->get<Text>("name"), "rows: {}");
    for (std::size_t i = 12; i < events.size(); ++i) {
        EXPECT_THAT(object_in(*events[i], "properties").members,
                    ElementsAre(Pair("user", Holds(Text{"Zo\xC3\xA9"})), Pair("release", Holds(Text{""}))));
    }
    EXPECT_THAT(
        events[3]->members,
        ElementsAre(Pair("span_location", Holds<const Object*>(&location)), Pair("name", Holds(Text{"engine::sql"})),
                    Pair("span_id", Holds(std::uint64_t{22})), Pair("parent_span_id", Holds(std::uint64_t{21})),
                    Pair("depth", Holds(std::uint64_t{1})), Pair("time", Holds(std::int64_t{303}))));
}

TEST(BlockParser, ReadsImages) {
    const ParsedBlock block = accepted(image_sample());
    const auto events = block.events();
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_EQ(*events[0]->get<std::int64_t>("time"), 400);
    EXPECT_EQ(*events[0]->get<Text>("name"), "map");
    EXPECT_EQ(*events[0]->get<Text>("format"), "png");
    EXPECT_THAT(*events[0]->get<std::span<const std::byte>>("data"),
                ElementsAre(std::byte{0x89}, std::byte{'P'}, std::byte{'N'}, std::byte{'G'}, std::byte{0}));
    EXPECT_THAT(*events[1]->get<std::span<const std::byte>>("data"), IsEmpty());
}

TEST(BlockParser, EventsHaveTheSizesOfTheWire) {
    const auto size_of = [](auto queue, const auto& event) {
        queue.push(event);
        return queue.size();
    };
    EXPECT_EQ(size_of(wire::ThreadObjectQueue{}, wire::BeginThreadSpanEvent{}), 17U);
    EXPECT_EQ(size_of(wire::ThreadObjectQueue{}, wire::EndThreadSpanEvent{}), 17U);
    EXPECT_EQ(size_of(wire::ThreadObjectQueue{}, wire::BeginAsyncSpanEvent{}), 37U);
    EXPECT_EQ(size_of(wire::ThreadObjectQueue{}, wire::EndAsyncNamedSpanEvent{}), 45U);
    EXPECT_EQ(size_of(wire::ThreadObjectQueue{}, wire::TaggedEndThreadSpanEvent{}), 25U);
    EXPECT_EQ(size_of(wire::ThreadObjectQueue{}, wire::TaggedEndAsyncNamedSpanEvent{}), 53U);
    EXPECT_EQ(size_of(wire::MetricObjectQueue{}, wire::IntegerMetricEvent{}), 25U);
    EXPECT_EQ(size_of(wire::MetricObjectQueue{}, wire::FloatMetricEvent{}), 25U);
    EXPECT_EQ(size_of(wire::LogObjectQueue{}, wire::LogStaticStrEvent{}), 17U);
    // type index, size, desc, time, codec, length, text
    EXPECT_EQ(size_of(wire::LogObjectQueue{}, wire::LogStringEventV2{.desc = 1, .time = 2, .msg = "four"}),
              1U + 4 + 8 + 8 + 1 + 4 + 4);
}

TEST(BlockParser, SecondaryTypesComeLast) {
    const auto names = [](const std::vector<transit::UserDefinedType>& types) {
        std::vector<std::string> result;
        for (const auto& type : types) {
            result.push_back(type.name);
        }
        return result;
    };
    EXPECT_THAT(names(wire::LogDependencyQueue::metadata()),
                ElementsAre("StaticString", "StaticStringDependency", "LogMetadataRecord", "PropertySetDependency",
                            "Property", "StaticStringRef"));
    EXPECT_THAT(names(wire::ThreadDependencyQueue::metadata()),
                ElementsAre("SpanRecord", "SpanLocationRecord", "StaticString", "PropertySetDependency", "Property",
                            "StaticStringRef"));
    EXPECT_THAT(wire::ImageDependencyQueue::metadata(), IsEmpty());
}

/// The log sample with other dependencies.
template <class Push>
std::string refusal_of_dependencies(Push push) {
    wire::LogDependencyQueue dependencies;
    push(dependencies);
    return refusal(testing::sample_block("log", dependencies, wire::LogObjectQueue{}));
}

/// Finds the four bytes of a number in a block and writes another in their place.
void replace_u32(std::vector<std::byte>& bytes, std::uint32_t from, std::uint32_t to) {
    for (std::size_t i = 0; i + sizeof(from) <= bytes.size(); ++i) {
        if (std::memcmp(&bytes[i], &from, sizeof(from)) == 0) {
            std::memcpy(&bytes[i], &to, sizeof(to));
            return;
        }
    }
    ADD_FAILURE() << from << " is not in the block";
}

TEST(BlockParser, RefusesTwoDependenciesOfOneId) {
    EXPECT_THAT(refusal_of_dependencies([](wire::LogDependencyQueue& queue) {
                    queue.push(transit::StaticString{.id = 1, .text = "a"});
                    queue.push(transit::StaticStringDependency{.id = 1, .text = "a"});
                }),
                HasSubstr("dependencies: byte 14: \"StaticStringDependency\": the id 1 is taken"));
}

TEST(BlockParser, RefusesMorePropertiesThanThereAre) {
    const std::array properties{wire::PropertyRef{.name = {1}, .value = {1}}};
    wire::LogDependencyQueue dependencies;
    dependencies.push(transit::StaticString{.id = 1, .text = "a"});
    dependencies.push(wire::PropertySetDependency{.id = 2, .properties = properties});
    SampleBlock block = testing::sample_block("log", dependencies, wire::LogObjectQueue{});
    EXPECT_EQ(refusal(block), "");
    // The count stands behind the object's id.
    const std::size_t count = 14 + 5 + 8;
    const auto refusal_of_count = [&](std::uint32_t value) {
        std::memcpy(&block.dependencies[count], &value, sizeof(value));
        return refusal(block);
    };
    EXPECT_THAT(refusal_of_count(2), HasSubstr("\"PropertySetDependency\": Property of 16 bytes, where 0 are left"));
    EXPECT_THAT(refusal_of_count(std::numeric_limits<std::uint32_t>::max()), HasSubstr("where 0 are left"));
    EXPECT_THAT(refusal_of_count(0), HasSubstr("16 bytes more than its fields"));
}

TEST(BlockParser, RefusesPropertiesThatAreNoText) {
    wire::LogDependencyQueue dependencies;
    dependencies.push(transit::StaticString{.id = 1, .text = "a"});
    dependencies.push(wire::LogMetadataRecord{
        .id = 2, .fmt_str = 1, .target = 1, .module_path = 1, .file = 1, .line = 1, .level = 1});
    const std::array properties{wire::PropertyRef{.name = {1}, .value = {2}}};
    dependencies.push(wire::PropertySetDependency{.id = 3, .properties = properties});
    EXPECT_THAT(refusal(testing::sample_block("log", dependencies, wire::LogObjectQueue{})),
                HasSubstr("a property has to have a text \"name\" and a text \"value\""));
}

TEST(BlockParser, RefusesPropertiesWithoutTheirType) {
    SampleBlock block = log_sample();
    std::erase_if(block.dependencies_metadata, [](const auto& type) { return type.name == "Property"; });
    EXPECT_THAT(refusal(block), HasSubstr("needs the type \"Property\", which the list does not hold"));
}

TEST(BlockParser, RefusesCodecsAndLengthsOfMessages) {
    wire::LogObjectQueue objects;
    objects.push(wire::LogStringInteropEventV3{.time = 1, .level = 2, .target = {2}, .msg = "abc"});
    SampleBlock block = log_sample();
    block.objects.assign(objects.bytes().begin(), objects.bytes().end());
    const std::size_t codec = block.objects.size() - 3 - 4 - 1;
    const auto refusal_of_codec = [&](unsigned value) {
        block.objects[codec] = static_cast<std::byte>(value);
        return refusal(block);
    };
    EXPECT_THAT(refusal_of_codec(9), HasSubstr("\"LogStringInteropEventV3\": a string in codec 9; allowed are"));
    EXPECT_THAT(refusal_of_codec(1), HasSubstr("a string of 3 bytes in UTF-16, which is odd"));
    EXPECT_EQ(refusal_of_codec(0), "");
    replace_u32(block.objects, 3, 0xFFFFFFFF);
    EXPECT_THAT(refusal(block), HasSubstr("a string of 4294967295 bytes, where 3 are left"));
}

TEST(BlockParser, ReadsUtf16) {
    wire::LogObjectQueue objects;
    objects.push(wire::LogStringEventV2{.desc = 10, .time = 1, .msg = std::string_view{"\xAC\x20", 2}});
    SampleBlock block = log_sample();
    block.objects.assign(objects.bytes().begin(), objects.bytes().end());
    block.objects[block.objects.size() - 2 - 4 - 1] = std::byte{1};
    EXPECT_EQ(*accepted(block).events()[0]->get<Text>("msg"), "\xE2\x82\xAC");
}

TEST(BlockParser, ReadsBlocksOfAWriterWithOtherLayouts) {
    // Wider references, another order and gaps: the description decides.
    SampleBlock block = thread_sample();
    block.objects_metadata = {{"BeginThreadSpanEvent",
                               32,
                               {{"time", "int64", 4, 8, false}, {"thread_span_desc", "SpanMetadata", 20, 8, true}},
                               false}};
    block.objects.assign(33, std::byte{});
    block.objects[1 + 4] = std::byte{77};
    block.objects[1 + 20] = std::byte{10};
    const ParsedBlock parsed = accepted(block);
    EXPECT_EQ(*parsed.events()[0]->get<std::int64_t>("time"), 77);
    EXPECT_EQ(object_in(*parsed.events()[0], "thread_span_desc").type_name, "SpanRecord");
}

}  // namespace
}  // namespace micromegas::tracing
