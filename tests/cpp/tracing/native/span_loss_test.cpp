// Spans that are dropped leave trees that a reader can rebuild.
#include "recording_fixture.hpp"

#include <micromegas/tracing/testing.hpp>

#include <atomic>
#include <latch>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace micromegas::tracing {
namespace {

/// Keeps the spans, and does not return from a block of metrics until it may.
class BlockedSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Off, .blocks = true}; }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        if (block->stream->kind == StreamKind::Metrics) {
            is_blocked.count_down();
            may_go_on.wait();
        } else if (block->stream->kind == StreamKind::Thread) {
            blocks.push_back(block);
        }
    }

    std::latch is_blocked{1};
    std::latch may_go_on{1};
    std::vector<std::shared_ptr<const EventBlock>> blocks;
};

constexpr std::uint64_t kEventsOfATree = 10;

/// Records of several sizes: where one is dropped, a smaller one might still have room.
void record_a_tree() {
    MM_SPAN_SCOPE("tree", MM_P("n", 1));
    MM_ASYNC_SPAN("task", MM_P("text", "a literal"));
    MM_SPAN_NAMED("named", MM_P("flag", true));
    { MM_SPAN_SCOPE("left", MM_P("text", std::string{"copied"})); }
    MM_SPAN_SCOPE("right");
}

/// Reads the blocks of one thread like the analytics: blocks without a gap are one tree.
class ChainReader {
public:
    void read(const EventBlock& block) {
        if (block.begin.ticks > last_end_) {
            open_.clear();
            ++chains;
            last_time_ = block.begin.ticks;
        }
        EXPECT_GE(block.begin.ticks, last_end_) << "blocks overlap";
        EXPECT_EQ(block.object_offset, events) << "does not count every event";
        last_end_ = block.end.ticks;
        const auto parsed = parse(block);
        for (const transit::Object* const event : parsed.events()) {
            ++events;
            const std::int64_t time = *event->get<std::int64_t>("time");
            EXPECT_LE(last_time_, time) << "goes back";
            EXPECT_LE(time, block.end.ticks);
            last_time_ = time;
            follow(*event);
        }
    }

    std::uint64_t events = 0;
    int chains = 0;

private:
    void follow(const transit::Object& event) {
        if (event.type_name.find("Async") != std::string_view::npos) {
            return;
        }
        const transit::Object* const* const site = event.get<const transit::Object*>("thread_span_desc");
        const std::string name{site != nullptr ? *(*site)->get<std::string_view>("name")
                                               : *event.get<std::string_view>("name")};
        if (event.type_name.starts_with("Begin")) {
            open_.push_back(name);
        } else if (open_.empty()) {
            ADD_FAILURE() << name << " ends and did not begin";
        } else {
            EXPECT_EQ(open_.back(), name) << "crosses another";
            open_.pop_back();
        }
    }

    std::vector<std::string> open_;
    std::int64_t last_end_ = 0;
    std::int64_t last_time_ = 0;
};

class SpanLoss : public ::testing::Test {
protected:
    void TearDown() override { dispatch::shutdown_dispatch(); }

    void init(DispatchConfig config = {}) {
        config.cpu_tracing_enabled = true;
        ASSERT_FALSE(dispatch::init_event_dispatch(config, sink_));
    }

    /// Shuts down and reads the blocks that arrived.
    std::map<const EventStream*, ChainReader> read_chains() {
        dispatch::shutdown_dispatch();
        std::map<const EventStream*, ChainReader> readers;
        for (const auto& block : sink_->blocks) {
            readers[block->stream.get()].read(*block);
        }
        return readers;
    }

    const std::shared_ptr<BlockedSink> sink_ = std::make_shared<BlockedSink>();
    const DropCounts before_ = dispatch::drop_counts();
};

TEST_F(SpanLoss, EveryChainIsNestedAndEveryLossIsCounted) {
    init({.memory_limit = 256 << 10});
    MM_IMETRIC("blocks the sink", "count", 1);
    std::thread flusher{[] { dispatch::flush_all(); }};
    sink_->is_blocked.wait();

    constexpr int kThreads = 8;
    constexpr int kTrees = 3000;
    std::latch is_full{kThreads};
    std::latch has_room{1};
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            record_a_tree();
            {
                MM_SPAN_SCOPE("open while others are lost");
                for (int tree = 0; tree < kTrees; ++tree) {
                    record_a_tree();
                }
                is_full.count_down();
                has_room.wait();
            }
            for (int tree = 0; tree < kTrees; ++tree) {
                record_a_tree();
            }
        });
    }
    is_full.wait();
    sink_->may_go_on.count_down();
    flusher.join();
    has_room.count_down();
    for (std::thread& thread : threads) {
        thread.join();
    }

    const auto chains = read_chains();
    EXPECT_GE(chains.size(), 1U);
    std::uint64_t arrived = 0;
    int most_chains = 0;
    for (const auto& [stream, chain] : chains) {
        arrived += chain.events;
        most_chains = std::max(most_chains, chain.chains);
    }
    const DropCounts after = dispatch::drop_counts();
    EXPECT_GT(after.queue_full, before_.queue_full);
    EXPECT_GT(after.unpaired, before_.unpaired) << "no span was open during the loss";
    EXPECT_GT(most_chains, 1);
    EXPECT_EQ(arrived + after.total() - before_.total(), kThreads * (kEventsOfATree * (2 * kTrees + 1) + 2));
}

TEST_F(SpanLoss, SpansThatCrossAreCut) {
    init();
    static constexpr SpanMetadata kFirst{"first", {"test", "test", "file", 1}};
    static constexpr SpanMetadata kSecond{"second", {"test", "test", "file", 2}};
    dispatch::on_begin_scope(kFirst);
    dispatch::on_begin_scope(kSecond);
    dispatch::on_end_scope(kFirst);
    dispatch::on_end_scope(kSecond);
    record_a_tree();
    const auto chains = read_chains();
    ASSERT_EQ(chains.size(), 1U);
    EXPECT_EQ(chains.begin()->second.events, 4 + kEventsOfATree);
    EXPECT_EQ(chains.begin()->second.chains, 1);
    EXPECT_EQ(dispatch::drop_counts().unpaired, before_.unpaired + 1) << "the second was ended before";
}

TEST_F(SpanLoss, DiscardedSpansAreCounted) {
    init();
    record_a_tree();
    MM_INFO("one");
    MM_IMETRIC("two", "count", 2);
    dispatch::image("three", "raw", {});
    micromegas::tracing::testing::force_uninit();
    EXPECT_EQ(dispatch::drop_counts().shutdown, before_.shutdown + kEventsOfATree + 3);
}

}  // namespace
}  // namespace micromegas::tracing
