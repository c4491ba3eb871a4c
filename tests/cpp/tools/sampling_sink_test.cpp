// Real blocks of spans through a SamplingSink; `micromegas check` reads what it passes on.
#include <micromegas/telemetry_sink/file_event_sink.hpp>
#include <micromegas/telemetry_sink/sampling_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/async.hpp>
#include <micromegas/tracing/block_events.hpp>
#include <micromegas/tracing/detail/frequency.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include "recorded_frames.hpp"
#include "recording_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <sys/wait.h>

namespace micromegas::telemetry_sink {
namespace {

using namespace std::chrono_literals;
using telemetry::testing::ScopedFolder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using tracing::EventBlock;
using tracing::InMemorySink;
using tracing::StreamKind;

constexpr std::chrono::nanoseconds kNever = 24h;

class SamplingSinkTest : public ::testing::Test {
protected:
    /// The places of the blocks that are passed on before the shutdown. The last ones of the program may stay away.
    std::vector<std::size_t> pass(const Recorded& recorded, const SamplingOptions& options, std::size_t but = 0) {
        const auto passed = std::make_shared<InMemorySink>();
        SamplingSink sampling{passed, options};
        sampling.on_startup(recorded.sink->process());
        Blocks all = recorded.spans();
        all.resize(all.size() - but);
        for (const auto& block : all) {
            sampling.on_process_block(block);
        }
        counts_ = sampling.counts();
        std::vector<std::size_t> places;
        std::uint64_t events = 0;
        for (const auto& block : passed->blocks(StreamKind::Thread)) {
            places.push_back(static_cast<std::size_t>(std::ranges::find(all, block) - all.begin()));
            events += block->object_count;
        }
        EXPECT_EQ(counts_.passed_blocks, places.size());
        EXPECT_EQ(counts_.passed_events, events);
        EXPECT_EQ(counts_.passed_blocks + counts_.left_out_blocks + counts_.held_blocks, all.size());
        return places;
    }

    SamplingCounts counts_;
};

TEST_F(SamplingSinkTest, PassesTheBlockOfASlowFrameTheOneBeforeAndTheNext) {
    const Recorded recorded = record([] { run_frames(9); });
    const Blocks all = recorded.spans();
    ASSERT_GE(all.size(), 9U);
    // Which one is the slowest is the machine's choice; those at the ends have fewer neighbours.
    const auto slowest = std::ranges::max_element(all, {}, [](const auto& block) { return longest_frame(*block); });
    const auto place = static_cast<std::size_t>(slowest - all.begin());
    const auto expected = [&] {
        std::vector<std::size_t> places;
        for (std::size_t i = place == 0 ? 0 : place - 1; i <= std::min(place + 1, all.size() - 1); ++i) {
            places.push_back(i);
        }
        return places;
    };
    std::vector<std::int64_t> frames;
    std::ranges::transform(all, std::back_inserter(frames), [](const auto& block) { return longest_frame(*block); });
    std::ranges::nth_element(frames, frames.end() - 2);
    const auto slow = duration(recorded, (frames[frames.size() - 2] + longest_frame(**slowest)) / 2);
    EXPECT_EQ(pass(recorded, {.frame = "frame", .slow = slow, .heartbeat = 0ms}), expected());
    EXPECT_GT(counts_.left_out_blocks, 0U);
    EXPECT_GT(counts_.left_out_events, 0U);
    EXPECT_THAT(pass(recorded, {.frame = "draw of another", .slow = 0ns, .heartbeat = 0ms}), IsEmpty());
    EXPECT_THAT(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 0ms}), IsEmpty());
    EXPECT_EQ(pass(recorded, {.frame = "frame", .slow = 0ns, .heartbeat = 0ms}).size(), all.size());
}

/// It is slow as soon as it has lasted long enough, and all blocks since its begin are there.
TEST_F(SamplingSinkTest, AFrameMayLastForBlocks) {
    const Recorded recorded = record([] {
        run_frames(3);
        MM_SPAN_SCOPE("frame");
        for (int i = 0; i < 3; ++i) {
            MM_SPAN_SCOPE("draw");
            end_block();
        }
        std::this_thread::sleep_for(20ms);
    });
    const Blocks all = recorded.spans();
    const std::int64_t last_begin = all.back()->begin.ticks;
    const auto first = all.end() - 4;  // three flushes and the rest
    const auto slow = duration(recorded, last_begin - (*first)->begin.ticks);
    auto passed = pass(recorded, {.frame = "frame", .slow = slow, .heartbeat = 0ms});
    ASSERT_GE(passed.size(), 5U);
    for (std::size_t i = all.size() - 5; i < all.size(); ++i) {
        EXPECT_THAT(passed, ::testing::Contains(i));
    }
}

TEST_F(SamplingSinkTest, ASlowFrameBringsTheBlocksOfOtherThreads) {
    const Recorded recorded = record([] {
        std::thread{[] { MM_SPAN_SCOPE("work of another"); }}.join();
        end_block();
        run_frame();
    });
    ASSERT_EQ(recorded.spans().size(), 2U);
    EXPECT_THAT(pass(recorded, {.frame = "frame", .slow = 0ns, .heartbeat = 0ms}), UnorderedElementsAre(0, 1));
    EXPECT_THAT(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 0ms}), IsEmpty());
    EXPECT_EQ(counts_.held_blocks, 2U);
}

TEST_F(SamplingSinkTest, AHeartbeatPassesABlockInEachPeriodUnlessItIsIdle) {
    const Recorded recorded = record([] {
        run_frame();
        end_block();
        for (int i = 0; i < 3; ++i) {
            MM_SPAN_SCOPE("wait");
            end_block();
        }
    });
    const auto all = recorded.spans().size();
    ASSERT_GE(all, 4U);
    EXPECT_THAT(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 24h}), ElementsAre(0));
    EXPECT_EQ(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 1ms}).front(), 0U);
    EXPECT_THAT(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 24h, .work = "wait"}), ElementsAre(1));
    EXPECT_THAT(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 24h, .work = "other"}), IsEmpty());
}

TEST_F(SamplingSinkTest, BlocksThatWaitAreBounded) {
    const Recorded recorded = record([] {
        MM_SPAN_SCOPE("frame");
        run_frames(9);
    });
    const Blocks all = recorded.spans();
    static_cast<void>(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 0ms}, 1));
    EXPECT_EQ(counts_.held_blocks, all.size() - 1) << "the frame may be a slow one";
    static_cast<void>(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 0ms, .max_held_bytes = 2000}, 1));
    EXPECT_LT(counts_.held_blocks, all.size() - 1);
    EXPECT_GT(counts_.left_out_blocks, 0U);
    static_cast<void>(pass(recorded, {.frame = "frame", .slow = kNever, .heartbeat = 0ms, .max_held_bytes = 0}, 1));
    EXPECT_EQ(counts_.held_blocks, 0U);
}

/// Asks for everything, as it is in the text as well.
class EverySink final : public tracing::NullEventSink {
public:
    [[nodiscard]] tracing::SinkInterest interest() const noexcept override {
        return {.text = tracing::LevelFilter::Warn, .deferred_text = tracing::LevelFilter::Info, .blocks = true};
    }
    void on_log(const tracing::LogMetadata&, std::span<const tracing::PropertyView>, std::int64_t,
                std::string_view) noexcept override {
        ++logs;
    }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        ++blocks[static_cast<std::size_t>(block->stream->kind)];
    }
    void on_shutdown() noexcept override { ++shutdowns; }

    int logs = 0;
    int shutdowns = 0;
    std::array<int, 4> blocks{};
};

TEST_F(SamplingSinkTest, EverythingElseIsPassedOnAndAtTheEndTheLastBlocks) {
    const auto inner = std::make_shared<EverySink>();
    const auto sampling =
        std::make_shared<SamplingSink>(inner, SamplingOptions{.frame = "frame", .slow = kNever, .heartbeat = 0ms});
    EXPECT_EQ(sampling->interest(), inner->interest());
    ASSERT_FALSE(tracing::dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sampling));
    for (int i = 0; i < 3; ++i) {
        run_frame();
        MM_WARN("at once, and deferred");
        MM_IMETRIC("frames", "count", 1);
        end_block();
    }
    tracing::dispatch::image("picture", "png", {});
    tracing::dispatch::shutdown_dispatch();
    EXPECT_EQ(inner->logs, 6);
    EXPECT_EQ(inner->shutdowns, 1);
    EXPECT_THAT(inner->blocks, ElementsAre(3, 3, 1, 1));
    EXPECT_EQ(sampling->counts().left_out_blocks, 2U);
    EXPECT_EQ(sampling->counts().held_blocks, 0U);
}

/// What a server's analytics would say of the blocks behind gaps.
TEST_F(SamplingSinkTest, WhatIsLeftIsATreeForAServer) {
    const Recorded recorded = record([] {
        for (int i = 0; i < 2; ++i) {
            std::thread{[] { run_frames(20); }}.join();  // one by one: a flush of another would cut a frame
        }
    });
    const Blocks all = recorded.spans();
    std::vector<std::int64_t> frames;
    for (const auto& block : all) {
        frames.push_back(longest_frame(*block));
    }
    std::ranges::sort(frames);
    const ScopedFolder folder;
    const std::string path = folder.file("sample.mmrec");
    const auto file = std::make_shared<FileEventSink>(FileSinkOptions{.recording = {.path = path}});
    SamplingSink sampling{file,
                          {.frame = "frame", .slow = duration(recorded, frames[frames.size() - 3]), .heartbeat = 24h}};
    sampling.on_startup(recorded.sink->process());
    for (const auto& block : all) {
        sampling.on_process_block(block);
    }
    sampling.on_shutdown();
    const SamplingCounts counts = sampling.counts();
    EXPECT_GT(counts.left_out_blocks, 0U);
    EXPECT_GT(counts.passed_blocks, 3U);
    EXPECT_EQ(file->counts().blocks.delivered, counts.passed_blocks);
    const std::string command = std::string{MICROMEGAS_COMMAND} + " check " + path + " >" + folder.file("answer");
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 0) << telemetry::testing::read_file(folder.file("answer"));
}

/// Of three blocks in the span "main" the middle one is missing.
TEST_F(SamplingSinkTest, InspectEndsASpanAtAGap) {
    const Recorded recorded = record([] { run_frames(3); });
    const Blocks all = recorded.spans();
    ASSERT_GE(all.size(), 3U);
    const ScopedFolder folder;
    const std::string path = folder.file("gap.mmrec");
    const auto file = std::make_shared<FileEventSink>(FileSinkOptions{.recording = {.path = path}});
    file->on_startup(recorded.sink->process());
    file->on_process_block(all[0]);
    file->on_process_block(all[2]);
    file->on_shutdown();
    const std::string command =
        std::string{MICROMEGAS_COMMAND} + " inspect --spans " + path + " >" + folder.file("answer");
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 0);
    EXPECT_THAT(telemetry::testing::read_file(folder.file("answer")),
                ::testing::ContainsRegex("\n  main +1 x [^\n]*"
                                         "\n    frame +1 x [^\n]*"
                                         "\n      draw +1 x [^\n]*"
                                         "\n  frame +1 x [^\n]*"
                                         "\n    draw +1 x "));
}

}  // namespace
}  // namespace micromegas::telemetry_sink
