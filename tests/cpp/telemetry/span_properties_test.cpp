// Blocks of spans for servers that do not know properties of spans.
#include "sample_blocks.hpp"

#include <micromegas/telemetry/span_properties.hpp>
#include <micromegas/tracing/block_events.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace micromegas::telemetry {
namespace {

using tracing::SpanView;
using tracing::testing::SampleBlock;

/// What `read(event, span)` says of each event.
template <class Read>
auto read_spans(const transit::BlockInput& block, Read read) {
    const auto parsed = tracing::parse_block(block);
    const auto* const found = std::get_if<transit::ParsedBlock>(&parsed);
    EXPECT_NE(found, nullptr) << std::get<transit::ParseError>(parsed).message;
    std::vector<std::string> spans;
    for (const transit::Object* const event : found->events()) {
        const auto span = tracing::as_span(*event);
        EXPECT_TRUE(span);
        spans.push_back(read(*event, *span));
    }
    return spans;
}

std::string describe(std::string_view type, const SpanView& span) {
    std::string text{type};
    for (const std::string_view part : {span.name, span.target, span.file}) {
        text.append(" ").append(part);
    }
    for (const std::uint64_t number : {std::uint64_t{span.line}, span.id, span.parent_id, std::uint64_t{span.depth},
                                       static_cast<std::uint64_t>(span.time)}) {
        text.append(" ").append(std::to_string(number));
    }
    return text;
}

std::string_view without_tag(std::string_view type) {
    constexpr std::string_view kTag = "Tagged";
    return type.starts_with(kTag) ? type.substr(kTag.size()) : type;
}

TEST(WithoutSpanProperties, EachEndIsThatOfTheSameSpan) {
    const SampleBlock sample = tracing::testing::thread_sample();
    const auto plain = without_span_properties(sample.input());
    ASSERT_TRUE(plain);
    transit::BlockInput input = sample.input();
    input.dependencies = plain->dependencies;
    input.objects = plain->objects;
    const auto before = read_spans(sample.input(), [](const transit::Object& event, const SpanView& span) {
        return describe(without_tag(event.type_name), span);
    });
    const auto after = read_spans(input, [](const transit::Object& event, const SpanView& span) {
        EXPECT_TRUE(span.properties.empty());
        return describe(event.type_name, span);
    });
    EXPECT_EQ(before, after);
}

TEST(WithoutSpanProperties, NoSetIsLeft) {
    const SampleBlock sample = tracing::testing::thread_sample();
    const auto plain = without_span_properties(sample.input());
    ASSERT_TRUE(plain);
    EXPECT_LT(plain->dependencies.size(), sample.dependencies.size());
    transit::BlockInput input = sample.input();
    input.dependencies = plain->dependencies;
    EXPECT_TRUE(std::holds_alternative<transit::ParseError>(tracing::parse_block(input)))
        << "an end refers to a set that is still there";
    EXPECT_FALSE(without_span_properties({.dependencies_metadata = sample.dependencies_metadata,
                                          .objects_metadata = sample.objects_metadata,
                                          .dependencies = plain->dependencies,
                                          .objects = plain->objects}))
        << "there is nothing left to replace";
}

TEST(WithoutSpanProperties, OtherBlocksStayAsTheyAre) {
    for (const SampleBlock& sample : tracing::testing::sample_blocks()) {
        EXPECT_EQ(without_span_properties(sample.input()).has_value(), sample.name == "thread") << sample.name;
    }
}

TEST(WithoutSpanProperties, ABlockThatCannotBeReadStaysAsItIs) {
    const SampleBlock sample = tracing::testing::thread_sample();
    for (std::size_t size = 0; size < sample.objects.size(); ++size) {
        transit::BlockInput input = sample.input();
        input.objects = input.objects.first(size);
        const auto plain = without_span_properties(input);
        EXPECT_TRUE(!plain || std::holds_alternative<transit::ParsedBlock>(tracing::parse_block(input))) << size;
    }
    for (std::size_t size = 1; size < sample.dependencies.size(); ++size) {
        transit::BlockInput input = sample.input();
        input.dependencies = input.dependencies.first(size);
        static_cast<void>(without_span_properties(input));  // the sanitizers see what it reads
    }
}

TEST(WithoutSpanProperties, ADescriptionThatDoesNotFitReplacesNothing) {
    const auto tagged = [](SampleBlock& sample) -> transit::UserDefinedType& {
        return *std::ranges::find(sample.objects_metadata, "TaggedEndThreadSpanEvent", &transit::UserDefinedType::name);
    };
    const auto plain = [](SampleBlock& sample) -> transit::UserDefinedType& {
        return *std::ranges::find(sample.objects_metadata, "EndThreadSpanEvent", &transit::UserDefinedType::name);
    };
    const auto expect_it_stays = [](SampleBlock sample, auto change) {
        std::erase_if(sample.objects_metadata,
                      [](const auto& type) { return type.name.find("Async") != std::string::npos; });
        std::erase_if(sample.objects_metadata,
                      [](const auto& type) { return type.name.find("Named") != std::string::npos; });
        sample.objects = {std::byte{2}};  // the third type, that of an end with properties
        sample.objects.resize(1 + 24);
        EXPECT_TRUE(without_span_properties(sample.input()));
        change(sample);
        EXPECT_FALSE(without_span_properties(sample.input()));
    };
    const SampleBlock sample = tracing::testing::thread_sample();
    expect_it_stays(sample, [&](SampleBlock& changed) { plain(changed).size = 0xFFFF'FFFF; });
    expect_it_stays(sample, [&](SampleBlock& changed) { plain(changed).size = 0; });
    expect_it_stays(sample, [&](SampleBlock& changed) { plain(changed).name = "another"; });
    expect_it_stays(sample, [&](SampleBlock& changed) { plain(changed).members[0].offset = 0xFFFF'FFFF; });
    expect_it_stays(sample, [&](SampleBlock& changed) { tagged(changed).members[0].offset = 17; });
    expect_it_stays(sample, [&](SampleBlock& changed) { tagged(changed).members[0].size = 4; });
    expect_it_stays(sample, [&](SampleBlock& changed) { tagged(changed).members[0].name = "another"; });
}

}  // namespace
}  // namespace micromegas::telemetry
