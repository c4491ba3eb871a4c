// The events of one thread, and their blocks.
#include "recording_fixture.hpp"

#include <micromegas/tracing/testing_blocks.hpp>

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Recording = BlockTest;

void record_one_of_each() {
    MM_SPAN_FUNCTION();
    MM_IMETRIC("rows", "count", 1);
    MM_INFO("literal");
}

TEST_F(Recording, MetricsAndImagesCanBeSwitchedAtRunTime) {
    const auto record = [] {
        const std::array<std::byte, 1> bytes{};
        MM_SPAN_SCOPE("span");
        MM_IMETRIC("metric", "count", 1);
        dispatch::image("image", "raw", bytes);
        dispatch::flush_all();
    };
    dispatch::set_metrics_enabled(true);  // nothing is initialised yet
    EXPECT_FALSE(dispatch::metrics_enabled());
    init({.metrics_enabled = false});
    record();
    dispatch::set_metrics_enabled(true);
    dispatch::set_images_enabled(false);
    record();
    record();
    dispatch::set_cpu_tracing_enabled(false);
    dispatch::set_metrics_enabled(false);
    dispatch::set_cpu_tracing_enabled(true);  // which does not depend on metrics
    record();
    dispatch::shutdown_dispatch();
    EXPECT_FALSE(dispatch::metrics_enabled());
    EXPECT_FALSE(dispatch::images_enabled());
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), 2U);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Image)), 1U);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 8U);
}

TEST_F(Recording, EachKindComesInBlocksOfItsStream) {
    init();
    record_one_of_each();
    dispatch::flush_all();
    ASSERT_THAT(sink_->blocks(StreamKind::Log), SizeIs(1));
    ASSERT_THAT(sink_->blocks(StreamKind::Metrics), SizeIs(1));
    ASSERT_THAT(sink_->blocks(StreamKind::Thread), SizeIs(1));
    EXPECT_THAT(sink_->blocks(StreamKind::Image), IsEmpty());

    const auto log = sink_->blocks(StreamKind::Log).front();
    EXPECT_THAT(log->stream->tags, ElementsAre("log"));
    EXPECT_EQ(log->stream->process_id, dispatch::process_id());
    EXPECT_EQ(log->object_count, 1U);
    EXPECT_EQ(log->objects.size(), 17U);

    const auto metrics = sink_->blocks(StreamKind::Metrics).front();
    EXPECT_THAT(metrics->stream->tags, ElementsAre("metrics"));
    EXPECT_EQ(metrics->objects.size(), 25U);

    const auto spans = sink_->blocks(StreamKind::Thread).front();
    EXPECT_THAT(spans->stream->tags, ElementsAre("cpu"));
    EXPECT_EQ(spans->object_count, 2U);
    EXPECT_EQ(spans->objects.size(), 34U);
    EXPECT_THAT(spans->stream->properties.properties(), ElementsAre(Property{"thread-id", std::to_string(gettid())},
                                                                    ::testing::Field(&Property::name, "thread-name")));
}

TEST_F(Recording, NothingRecordedIsNoBlock) {
    init();
    dispatch::flush_all();
    dispatch::flush_all();
    record_one_of_each();
    dispatch::flush_all();
    dispatch::flush_all();
    dispatch::shutdown_dispatch();
    EXPECT_THAT(sink_->blocks(StreamKind::Log), SizeIs(1));
    EXPECT_THAT(sink_->blocks(StreamKind::Metrics), SizeIs(1));
    EXPECT_THAT(sink_->blocks(StreamKind::Thread), SizeIs(1));
}

TEST_F(Recording, FlushesOfOneKindLeaveTheOthers) {
    init();
    record_one_of_each();
    dispatch::flush_metrics_buffer();
    EXPECT_THAT(sink_->blocks(StreamKind::Metrics), SizeIs(1));
    EXPECT_THAT(sink_->blocks(StreamKind::Log), IsEmpty());
    EXPECT_THAT(sink_->blocks(StreamKind::Thread), IsEmpty());
    dispatch::flush_thread_buffer();
    EXPECT_THAT(sink_->blocks(StreamKind::Thread), SizeIs(1));
    EXPECT_THAT(sink_->blocks(StreamKind::Log), IsEmpty());
    dispatch::flush_log_buffer();
    EXPECT_THAT(sink_->blocks(StreamKind::Log), SizeIs(1));
}

TEST_F(Recording, ABlockThatIsFullIsHandedOver) {
    init({.logs_buffer_size = 1000, .metrics_buffer_size = 2000, .threads_buffer_size = 3000});
    constexpr unsigned kEvents = 10'000;  // of several chunks, also where an earlier test has left a large one
    for (unsigned i = 0; i < kEvents; ++i) {
        record_one_of_each();
    }
    EXPECT_GE(sink_->blocks(StreamKind::Log).size(), 10U);
    EXPECT_GE(sink_->blocks(StreamKind::Metrics).size(), 10U);
    EXPECT_GE(sink_->blocks(StreamKind::Thread).size(), 10U);
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), kEvents);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), kEvents);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 2 * kEvents);
    expect_continuous(sink_->blocks(StreamKind::Log));
    expect_continuous(sink_->blocks(StreamKind::Metrics));
    expect_continuous(sink_->blocks(StreamKind::Thread));
}

TEST_F(Recording, EventsLieBetweenTheEndsOfTheirBlocks) {
    init();
    const auto check = [](const auto& blocks, std::uint64_t events) {
        EXPECT_THAT(blocks, SizeIs(10));
        EXPECT_EQ(count_events(blocks), events);
        expect_continuous(blocks);
        expect_events_between_their_ends(blocks);
    };
    for (int i = 0; i < 10; ++i) {
        record_one_of_each();
        record_one_of_each();
        const std::array<std::byte, 1> bytes{static_cast<std::byte>(i)};
        dispatch::image("frame", "raw", bytes);
        dispatch::flush_all();
    }
    check(sink_->blocks(StreamKind::Log), 20);
    check(sink_->blocks(StreamKind::Metrics), 20);
    check(sink_->blocks(StreamKind::Thread), 40);
    check(sink_->blocks(StreamKind::Image), 10);
}

TEST_F(Recording, MoreThanABlockBecomesSeveral) {
    init({.metrics_buffer_size = 100'000});
    for (int i = 0; i < 100'000; ++i) {
        MM_IMETRIC("rows", "count", i);
    }
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Metrics)), 100'000U);
    EXPECT_GE(sink_->blocks(StreamKind::Metrics).size(), 20U);
    for (const auto& block : sink_->blocks(StreamKind::Metrics)) {
        EXPECT_LE(block->objects.size(), 100'100U);
    }
    expect_continuous(sink_->blocks(StreamKind::Metrics));
}

TEST_F(Recording, AnEventLargerThanABlockIsRecorded) {
    init({.logs_buffer_size = 1000});
    const std::string text(1 << 20, 'x');
    MM_INFO("before");
    MM_INFO("{}", text);
    MM_INFO("after {}", 1);
    dispatch::shutdown_dispatch();
    expect_continuous(sink_->blocks(StreamKind::Log));
    const auto logs = testing::read_logs(*sink_);
    ASSERT_THAT(logs, SizeIs(3));
    EXPECT_EQ(logs[0].message, "before");
    EXPECT_TRUE(logs[1].message == text);
    EXPECT_EQ(logs[2].message, "after 1");
}

TEST_F(Recording, ImagesAreCopied) {
    init();
    {
        const std::array<std::byte, 4> bytes{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};
        dispatch::image("frame", "png", bytes);
    }
    dispatch::flush_all();
    ASSERT_THAT(sink_->blocks(StreamKind::Image), SizeIs(1));
    const EventBlock& block = *sink_->blocks(StreamKind::Image).front();
    EXPECT_THAT(block.stream->tags, ElementsAre("image"));
    const auto parsed = parse(block);
    const auto images = parsed.events();
    ASSERT_THAT(images, SizeIs(1));
    EXPECT_EQ(*images[0]->get<std::string_view>("name"), "frame");
    EXPECT_EQ(*images[0]->get<std::string_view>("format"), "png");
    EXPECT_THAT(*images[0]->get<std::span<const std::byte>>("data"),
                ElementsAre(std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}));
}

TEST_F(Recording, ANewSessionBeginsWithEmptyStreams) {
    init();
    record_one_of_each();
    testing::force_uninit();
    EXPECT_THAT(sink_->blocks(StreamKind::Log), IsEmpty()) << "forgotten without telling the sink";
    init();
    record_one_of_each();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Log)), 1U);
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 2U);
    EXPECT_EQ(sink_->blocks(StreamKind::Thread).front()->object_offset, 0U);
    expect_continuous(sink_->blocks(StreamKind::Thread));
}

TEST_F(Recording, ASpanThatDidNotBeginDoesNotEnd) {
    init();
    {
        MM_SPAN_SCOPE("begins and ends");
        dispatch::set_cpu_tracing_enabled(false);
        EXPECT_FALSE(dispatch::cpu_tracing_enabled());
        MM_SPAN_SCOPE("does neither");
        dispatch::set_cpu_tracing_enabled(true);
    }
    dispatch::flush_all();
    EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 2U);
}

TEST_F(Recording, ASpanDoesNotEndInALaterSession) {
    init();
    {
        MM_SPAN_SCOPE("of the first session");
        dispatch::shutdown_dispatch();
        EXPECT_EQ(count_events(sink_->blocks(StreamKind::Thread)), 1U);
        sink_->clear();
        init();
    }
    dispatch::shutdown_dispatch();
    EXPECT_THAT(sink_->blocks(StreamKind::Thread), IsEmpty());
}

/// Records from inside each of its functions.
class RecordingSinkInside final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override {
        return {.text = LevelFilter::Info, .blocks = true};
    }
    void on_startup(const std::shared_ptr<const ProcessInfo>&) noexcept override { record_one_of_each(); }
    void on_shutdown() noexcept override { record_one_of_each(); }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override {
        record_one_of_each();
        return true;
    }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t, std::string_view) noexcept override {
        ++texts;
        record_one_of_each();
    }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        record_one_of_each();
        if (block->stream->kind == StreamKind::Log) {
            dispatch::flush_all();
            dispatch::init_thread_stream();
            dispatch::unregister_thread_stream();
        }
        events += block->object_count;
    }
    int texts = 0;
    std::uint64_t events = 0;
};

TEST_F(Recording, EventsThatASinkRecordsAreDropped) {
    const auto sink = std::make_shared<RecordingSinkInside>();
    ASSERT_FALSE(dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink));
    record_one_of_each();
    MM_DEBUG("in a block only");
    dispatch::flush_all();
    record_one_of_each();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink->texts, 2);
    EXPECT_EQ(sink->events, 9U);
}

/// Shuts tracing down, and initialises it again, from inside a block.
class RestartingSink final : public NullEventSink {
public:
    explicit RestartingSink(std::shared_ptr<EventSink> next) : next_(std::move(next)) {}
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        EXPECT_EQ(block->stream->kind, StreamKind::Thread) << "after its shutdown";
        dispatch::shutdown_dispatch();
        static_cast<void>(dispatch::init_event_dispatch({}, next_));
    }

private:
    std::shared_ptr<EventSink> next_;
};

TEST_F(Recording, ASinkMayInitialiseAgainFromInsideABlock) {
    ASSERT_FALSE(dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, std::make_shared<RestartingSink>(sink_)));
    record_one_of_each();
    dispatch::flush_all();
    EXPECT_EQ(dispatch::get_sink(), sink_);
    record_one_of_each();
    dispatch::shutdown_dispatch();
    std::vector<std::string> messages;
    for (const auto& log : testing::read_logs(*sink_)) {
        messages.push_back(log.message);
    }
    EXPECT_THAT(messages, ::testing::UnorderedElementsAre(
                              "literal", "2 events were lost: tracing ended without handing them over"));
}

TEST_F(Recording, MemoryIsBoundedAndTheLossCountedAndReported) {
    // No thread can hand over: this thread is inside the sink while another one records.
    struct BusySink final : NullEventSink {
        [[nodiscard]] SinkInterest interest() const noexcept override {
            return {.text = LevelFilter::Warn, .blocks = true};
        }
        [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
        void on_log(const LogMetadata& desc, std::span<const PropertyView>, std::int64_t,
                    std::string_view message) noexcept override {
            texts.push_back(fmt::format("{} {}: {}", to_string(desc.level), desc.target, message));
        }
        void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
            if (block->stream->kind == StreamKind::Log) {
                blocks->on_process_block(block);
                return;
            }
            if (!std::exchange(was_called, true)) {
                std::thread{[] {
                    for (int i = 0; i < 200'000; ++i) {
                        MM_IMETRIC("rows", "count", i);
                    }
                }}.join();
            }
            events += block->object_count;
        }
        bool was_called = false;
        std::uint64_t events = 0;
        std::vector<std::string> texts;
        const std::shared_ptr<InMemorySink> blocks = std::make_shared<InMemorySink>();
    };
    const auto sink = std::make_shared<BusySink>();
    const std::uint64_t dropped_before = dispatch::dropped_events();
    ASSERT_FALSE(dispatch::init_event_dispatch({.memory_limit = 1 << 20}, sink));
    MM_IMETRIC("rows", "count", 1);
    dispatch::flush_all();
    dispatch::shutdown_dispatch();
    const std::uint64_t dropped = dispatch::dropped_events() - dropped_before;
    EXPECT_GT(dropped, 100'000U) << "5 MB do not fit into 2 MiB";
    EXPECT_EQ(sink->events + dropped, 200'001U);

    const std::string told = fmt::format(
        "{} events were lost: as many as DispatchConfig::memory_limit allows (1048576 bytes) were waiting to be handed "
        "over",
        dropped);
    EXPECT_THAT(sink->texts, ElementsAre("warn micromegas.meta: " + told));
    const auto logs = testing::read_logs(*sink->blocks);
    ASSERT_EQ(logs.size(), 1U) << "each loss is told once";
    EXPECT_EQ(logs[0].level, Level::Warn);
    EXPECT_EQ(logs[0].target, "micromegas.meta");
    EXPECT_EQ(logs[0].message, told);
}

TEST_F(Recording, EventStreamsCanBeVisited) {
    init();
    dispatch::init_thread_stream();
    std::vector<std::string> ids;
    dispatch::for_each_thread_stream(
        [](const EventStream& stream, void* context) {
            static_cast<std::vector<std::string>*>(context)->push_back(stream.properties.properties()[0].value);
        },
        &ids);
    EXPECT_THAT(ids, ElementsAre(std::to_string(gettid())));
}

}  // namespace
}  // namespace micromegas::tracing
