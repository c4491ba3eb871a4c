// The scan of a block's spans finds all that the parser finds, and stays inside of damaged blocks.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/async.hpp>
#include <micromegas/tracing/block_events.hpp>

#include "recorded_frames.hpp"
#include "scan_spans.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>

namespace micromegas::telemetry_sink {
namespace {

using ::testing::IsEmpty;

std::vector<std::string> parse(const EventBlock& block) {
    std::vector<std::string> found;
    const auto parsed = tracing::parse_event_block(block);
    for (const auto* const event : std::get_if<transit::ParsedBlock>(&parsed)->events()) {
        const auto span = tracing::as_span(*event);
        if (!span->is_async && (span->name == "frame" || span->name == "work")) {
            found.push_back(std::string{span->name} + (span->is_begin ? " begins " : " ends ") +
                            std::to_string(span->time));
        }
    }
    return found;
}

std::vector<std::string> scan(const EventBlock& block) {
    std::vector<std::string> found;
    for (const auto& span : detail::scan_spans(block, "frame", "work")) {
        EXPECT_NE(span.is_frame, span.is_work);
        found.push_back(std::string{span.is_frame ? "frame" : "work"} + (span.is_begin ? " begins " : " ends ") +
                        std::to_string(span.time));
    }
    return found;
}

Recorded record_spans_of_each_kind() {
    return record([] {
        const std::string name = "frame";
        MM_SPAN_SCOPE("work");
        MM_SPAN_NAMED("frame");
        MM_SPAN_DYNAMIC(name);
        MM_ASYNC_SPAN("frame");
        MM_SPAN_SCOPE("frames");
        MM_SPAN("frame", tracing::Verbosity::Med, "work");
    });
}

TEST(ScanSpans, FindsWhatTheParserFinds) {
    const Recorded recorded = record_spans_of_each_kind();
    ASSERT_EQ(recorded.spans().size(), 1U);
    const EventBlock& block = *recorded.spans().front();
    EXPECT_EQ(parse(block).size(), 8U);
    EXPECT_EQ(scan(block), parse(block));
    EXPECT_THAT(detail::scan_spans(block, "", ""), IsEmpty());
    EXPECT_THAT(detail::scan_spans(block, "no such name", ""), IsEmpty());
    EXPECT_EQ(detail::scan_spans(block, "frame", "frame").size(), 4U);
}

TEST(ScanSpans, OfDamagedBlocksEndsAtTheDamage) {
    const Recorded recorded = record_spans_of_each_kind();
    const EventBlock& block = *recorded.spans().front();
    const auto copy = [](std::span<const std::byte> bytes, transit::ByteBuffer& to) {
        std::ranges::copy(bytes, to.extend(bytes.size()));
    };
    const auto scan_damaged = [&](std::span<const std::byte> dependencies, std::span<const std::byte> objects) {
        EventBlock damaged;
        damaged.stream = block.stream;
        copy(dependencies, damaged.dependencies);
        copy(objects, damaged.objects);
        return detail::scan_spans(damaged, "frame", "work").size();
    };
    const auto dependencies = block.dependencies.bytes();
    const auto objects = block.objects.bytes();
    for (std::size_t size = 0; size <= objects.size(); ++size) {
        EXPECT_LE(scan_damaged(dependencies, objects.first(size)), 8U);
    }
    for (std::size_t size = 0; size <= dependencies.size(); ++size) {
        EXPECT_LE(scan_damaged(dependencies.first(size), objects), 8U);
    }
    for (const unsigned value : {0U, 1U, 0x7FU, 0xFFU}) {
        std::vector<std::byte> changed{objects.begin(), objects.end()};
        for (std::byte& byte : changed) {
            const std::byte before = std::exchange(byte, static_cast<std::byte>(value));
            EXPECT_LE(scan_damaged(dependencies, changed), objects.size());
            byte = before;
        }
        std::vector<std::byte> names{dependencies.begin(), dependencies.end()};
        for (std::byte& byte : names) {
            const std::byte before = std::exchange(byte, static_cast<std::byte>(value));
            EXPECT_LE(scan_damaged(names, objects), objects.size());
            byte = before;
        }
    }
}

}  // namespace
}  // namespace micromegas::telemetry_sink
