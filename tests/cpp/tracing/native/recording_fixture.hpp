// A fixture for tests of blocks: each begins with a new in-memory sink.
#pragma once

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/block_parser.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>

#include <gmock/gmock.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace micromegas::tracing {

class BlockTest : public ::testing::Test {
protected:
    void TearDown() override {
        dispatch::shutdown_dispatch();
        set_max_level(LevelFilter::Trace);
    }

    void init(DispatchConfig config = {}) {
        set_max_level(LevelFilter::Trace);
        config.cpu_tracing_enabled = true;
        ASSERT_FALSE(dispatch::init_event_dispatch(config, sink_));
    }

    const std::shared_ptr<InMemorySink> sink_ = std::make_shared<InMemorySink>();
};

inline std::uint64_t count_events(const std::vector<std::shared_ptr<const EventBlock>>& blocks) {
    std::uint64_t count = 0;
    for (const auto& block : blocks) {
        count += block->object_count;
    }
    return count;
}

/// Expects that a stream's blocks follow each other without gap or overlap.
inline void expect_continuous(const std::vector<std::shared_ptr<const EventBlock>>& blocks) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const EventBlock& block = *blocks[i];
        EXPECT_GT(block.object_count, 0U) << i;
        EXPECT_LE(block.begin.ticks, block.end.ticks) << i;
        EXPECT_LE(block.begin.time, block.end.time) << i;
        std::uint64_t offset = 0;
        for (std::size_t j = i; j-- > 0;) {
            if (blocks[j]->stream == block.stream) {
                EXPECT_EQ(block.begin.ticks, blocks[j]->end.ticks) << i;
                EXPECT_EQ(block.begin.time, blocks[j]->end.time) << i;
                offset = blocks[j]->object_offset + blocks[j]->object_count;
                break;
            }
        }
        EXPECT_EQ(block.object_offset, offset) << i;
    }
}

inline transit::ParsedBlock parse(const EventBlock& block) {
    auto parsed = parse_block({.dependencies_metadata = block.stream->dependencies_metadata,
                               .objects_metadata = block.stream->objects_metadata,
                               .dependencies = block.dependencies.bytes(),
                               .objects = block.objects.bytes()});
    return std::get<transit::ParsedBlock>(std::move(parsed));
}

/// Reads each block, and keeps none.
class ReadingSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Off, .blocks = true}; }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override { read(*block); }
    std::uint64_t events = 0;  // without the warnings about drops

private:
    void read(const EventBlock& block) noexcept {
        const auto parsed = parse(block);
        EXPECT_EQ(parsed.events().size(), block.object_count);
        for (const transit::Object* const event : parsed.events()) {
            const transit::Object* const* const site = event->get<const transit::Object*>("desc");
            const auto* const target = site != nullptr ? (*site)->get<std::string_view>("target") : nullptr;
            ASSERT_NE(target, nullptr);
            events += *target != "micromegas.meta" ? 1 : 0;
        }
    }
};

/// For one thread that was not recording while a block was closed.
inline void expect_events_between_their_ends(const std::vector<std::shared_ptr<const EventBlock>>& blocks) {
    for (const auto& block : blocks) {
        const auto parsed = parse(*block);
        ASSERT_EQ(parsed.events().size(), block->object_count);
        for (const transit::Object* const event : parsed.events()) {
            EXPECT_LE(block->begin.ticks, *event->get<std::int64_t>("time"));
            EXPECT_LE(*event->get<std::int64_t>("time"), block->end.ticks);
        }
    }
}

}  // namespace micromegas::tracing
