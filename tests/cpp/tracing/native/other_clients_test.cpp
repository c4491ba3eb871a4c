// Blocks of other clients of the wire.
#include "sample_blocks.hpp"

#include <micromegas/tracing/block_events.hpp>

#include <gmock/gmock.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace micromegas::tracing {
namespace {

using testing::ByteWriter;
using ::testing::ElementsAre;
using testing::SampleBlock;
using ::testing::SizeIs;
using transit::Object;
using transit::ParsedBlock;

ParsedBlock accepted(const SampleBlock& block) {
    auto parsed = parse_block(block.input());
    if (const auto* const error = std::get_if<transit::ParseError>(&parsed)) {
        ADD_FAILURE() << block.name << ": " << error->message;
        parsed = parse_block({});
    }
    return std::get<ParsedBlock>(std::move(parsed));
}

/// A value as text: an object as its members' names and values, in braces.
std::string shown(const Object& object);
struct Shown {
    std::string operator()(std::string_view text) const { return "\"" + std::string{text} + "\""; }
    std::string operator()(std::span<const std::byte> bytes) const { return std::to_string(bytes.size()) + " bytes"; }
    std::string operator()(const Object* object) const { return shown(*object); }
    template <class Number>
    std::string operator()(Number number) const {
        return std::to_string(number);
    }
};
std::string shown(const Object& object) {
    std::string text{object.type_name};
    text += "{";
    for (const auto& [name, value] : object.members) {
        text += (text.ends_with('{') ? "" : ", ") + std::string{name} + ": " + std::visit(Shown{}, value);
    }
    return text + "}";
}

std::vector<std::string> shown_events(const SampleBlock& sample) {
    const ParsedBlock block = accepted(sample);
    std::vector<std::string> events;
    for (const Object* const event : block.events()) {
        events.push_back(shown(*event));
    }
    return events;
}

TEST(OtherClients, UnrealLogEntriesAreRead) {
    const std::string properties = "PropertySetDependency{map: \"Arena 3\"}";
    EXPECT_THAT(shown_events(testing::unreal_log_sample()),
                ElementsAre("TaggedLogInteropEvent{time: 500, level: 2, target: \"LogNet\", properties: " + properties +
                                ", msg: \"lost 3 packets \xE2\x80\xA6\"}",
                            "TaggedLogString{desc: LogMetadataDependency{id: 140694538711040, target: \"LogNet\", "
                            "fmt_str: \"gr\xC3\xB6\xC3\x9F"
                            "e\", file: \"Net.cpp\", line: 42, level: 3}, properties: " +
                                properties + ", time: 501, msg: \"connected\"}"));
}

TEST(OtherClients, UnrealMetricsAreRead) {
    const ParsedBlock block = accepted(testing::unreal_metrics_sample());
    ASSERT_THAT(block.events(), SizeIs(2));
    const Object& desc = **block.events()[0]->get<const Object*>("desc");
    EXPECT_EQ(*desc.get<std::string_view>("unit"), "map");
    EXPECT_EQ(*desc.get<std::uint64_t>("line"), 7U);
    EXPECT_EQ(*block.events()[0]->get<std::uint64_t>("value"), 12U);
    EXPECT_EQ(*block.events()[1]->get<double>("value"), 0.25);
    EXPECT_EQ(*block.events()[1]->get<std::uint64_t>("time"), 601U);
}

TEST(OtherClients, UnrealSpansAreRead) {
    const ParsedBlock block = accepted(testing::unreal_thread_sample());
    ASSERT_THAT(block.events(), SizeIs(4));
    EXPECT_EQ(block.events()[1]->type_name, "BeginThreadNamedSpanEvent");
    EXPECT_EQ(*block.events()[1]->get<std::string_view>("name"), "Arena 3");
    const Object& location = **block.events()[1]->get<const Object*>("thread_span_location");
    EXPECT_EQ(*location.get<std::string_view>("file"), "Net.cpp");
}

TEST(OtherClients, UnrealNetEventsArePlainObjects) {
    EXPECT_THAT(
        shown_events(testing::unreal_net_sample()),
        ElementsAre("NetConnectionBeginEvent{time: 800, connection_name: \"LogNet\", is_outgoing: 1}",
                    "NetObjectBeginEvent{time: 801, object_name: \"Arena 3\"}",
                    "NetPropertyEvent{time: 802, property_name: \"gr\xC3\xB6\xC3\x9F"
                    "e\", bit_size: 32}",
                    "NetObjectEndEvent{time: 803, bit_size: 40}", "NetRPCBeginEvent{time: 804, function_name: \"map\"}",
                    "NetRPCEndEvent{time: 805, bit_size: 9}", "NetConnectionEndEvent{time: 806, bit_size: 64}"));
}

TEST(OtherClients, EntriesOfOlderClientsAreRead) {
    SampleBlock sample = testing::log_sample();
    sample.objects_metadata = {{"LogStringEvent", 0, {}, false},
                               {"LogStringInteropEventV2", 0, {}, false},
                               transit::describe<transit::StringId>()};
    ByteWriter objects;
    objects.dynamic_object(0, ByteWriter{}.u64(10).u64(7).tail("12 rows"));
    objects.dynamic_object(1, ByteWriter{}.u64(8).u32(2).u64(3).tail("lost"));
    sample.objects = objects.bytes();
    const ParsedBlock block = accepted(sample);
    ASSERT_THAT(block.events(), SizeIs(2));
    const auto entry = as_log(*block.events()[0]);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->message, "12 rows");
    EXPECT_EQ(entry->level, Level::Info);
    EXPECT_EQ(entry->target, "engine::sql");
    EXPECT_EQ(entry->line, 42U);
    EXPECT_EQ(entry->time, 7);
    const auto interop = as_log(*block.events()[1]);
    ASSERT_TRUE(interop);
    EXPECT_EQ(interop->message, "lost");
    EXPECT_EQ(interop->level, Level::Error);
    EXPECT_EQ(interop->target, "engine");
}

TEST(OtherClients, AnUnknownEventDoesNotBreakItsBlock) {
    const ParsedBlock known = accepted(testing::log_sample());
    const ParsedBlock block = accepted(testing::unknown_event_sample());
    EXPECT_EQ(known.unread_events(), 0U);
    EXPECT_EQ(block.unread_events(), 1U);
    ASSERT_THAT(block.events(), SizeIs(known.events().size() + 1));
    EXPECT_EQ(shown(*block.events()[0]), "LogEventOfTomorrow{bytes: 12 bytes}");
    for (std::size_t i = 0; i < known.events().size(); ++i) {
        EXPECT_EQ(shown(*block.events()[i + 1]), shown(*known.events()[i]));
    }
}

TEST(OtherClients, ARefusalNamesTheByte) {
    SampleBlock block = testing::unreal_net_sample();
    block.objects[1 + 8] ^= std::byte{1};  // the id of the first event's name
    const auto parsed = parse_block(block.input());
    ASSERT_TRUE(std::holds_alternative<transit::ParseError>(parsed));
    EXPECT_EQ(std::get<transit::ParseError>(parsed).message,
              "objects: byte 0: \"NetConnectionBeginEvent\": refers to 140694538686465, which is the id of no "
              "dependency so far");
}

}  // namespace
}  // namespace micromegas::tracing
