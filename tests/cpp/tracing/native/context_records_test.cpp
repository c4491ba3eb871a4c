// The context of recorded entries and metrics, in blocks and as text that waits. ../context_test.cpp: at once.
#include "context_records_fixture.hpp"

#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/flush_monitor.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <algorithm>
#include <atomic>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <fmt/format.h>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

/// An argument that is formatted by the caller, and logs meanwhile, in a context of its own.
struct LogsWhenFormatted {};

}  // namespace
}  // namespace micromegas::tracing

template <>
struct fmt::formatter<micromegas::tracing::LogsWhenFormatted> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(micromegas::tracing::LogsWhenFormatted, Context& context) const {
        const micromegas::tracing::ContextGuard own{{{"inside", "a formatter"}}};
        MM_INFO("nested");
        return fmt::formatter<std::string_view>::format("formatted", context);
    }
};

namespace micromegas::tracing {
namespace {

TEST_F(ContextRecords, EntriesOfEachKindHaveIt) {
    init();
    MM_INFO("before");
    {
        const ContextGuard context{{{"request", "7"}}};
        MM_INFO("literal");
        MM_INFO("deferred {}", 1);
        MM_INFO_PROPS((PropertySet{{"table", "t"}}), "tagged {}", 1);
        dispatch::log_interop({Level::Info, "", "script", "", "a.js", 1, MetadataLifetime::Transient}, "interop");
    }
    MM_INFO("after");
    EXPECT_THAT(logs(), ElementsAre("before: ", "literal: request=7", "deferred 1: request=7",
                                    "tagged 1: table=t request=7", "interop: request=7", "after: "));
}

TEST_F(ContextRecords, MetricsOfEachKindHaveIt) {
    init();
    MM_IMETRIC("before", "count", 1);
    {
        const ContextGuard context{{{"request", "7"}, {"unit", "of the context"}}};
        MM_IMETRIC("integer", "count", 1);
        MM_FMETRIC("float", "count", 1.5);
        MM_IMETRIC_PROPS((PropertySet{{"Request", "own"}}), "tagged integer", "count", 1);
        MM_FMETRIC_PROPS((PropertySet{{"a", "b"}}), "tagged float", "count", 1.5);
    }
    MM_FMETRIC("after", "count", 1.5);
    EXPECT_THAT(metrics(),
                ElementsAre("before: ", "integer: request=7 unit=of the context",
                            "float: request=7 unit=of the context", "tagged integer: Request=own unit=of the context",
                            "tagged float: a=b request=7 unit=of the context", "after: "));
}

TEST_F(ContextRecords, TheNearestOfANameCountsInWhateverCase) {
    init();
    const ProcessContextGuard process{{{"who", "process"}, {"where", "process"}, {"p", "1"}}};
    MM_INFO("of the process");
    const ContextGuard outer{{{"Who", "outer"}, {"wherE", "outer"}}};
    const ContextGuard inner{{{"WHO", "inner"}}};
    MM_INFO_PROPS((PropertySet{{"wHo", "entry"}}), "tagged");
    MM_INFO("plain");
    EXPECT_THAT(logs(), ElementsAre("of the process: p=1 where=process who=process",
                                    "tagged: wHo=entry wherE=outer p=1", "plain: WHO=inner wherE=outer p=1"));
}

TEST_F(ContextRecords, ContextsThatNothingIsRecordedInTakeNoRoom) {
    init();
    const auto bytes_of = [&](int contexts) {
        for (int i = 0; i < contexts; ++i) {
            const ContextGuard context{{{"request", std::to_string(i)}}};
        }
        MM_INFO("entry");
        dispatch::flush_all();
        const auto block = sink_->blocks(StreamKind::Log).back();
        return block->objects.size() + block->dependencies.size();
    };
    EXPECT_EQ(bytes_of(1000), bytes_of(0));
}

TEST_F(ContextRecords, AnEntryThatIsFormattedInTheCallerKeepsItsOwn) {
    init();
    const ContextGuard context{{{"request", "7"}}};
    MM_INFO("outer {}", LogsWhenFormatted{});  // its time is before, its record after that of the nested one
    EXPECT_THAT(logs(), ElementsAre("outer formatted: request=7", "nested: inside=a formatter request=7"));
}

TEST_F(ContextRecords, LastsFromOneSessionToTheNext) {
    const ContextGuard context{{{"request", "7"}}};
    init();
    MM_INFO("first");
    MM_IMETRIC("first", "count", 1);
    EXPECT_THAT(logs(), ElementsAre("first: request=7"));
    MM_INFO("not flushed");
    dispatch::shutdown_dispatch();
    sink_->clear();
    init();
    MM_INFO("second");
    MM_IMETRIC("second", "count", 1);
    EXPECT_THAT(logs(), ElementsAre("second: request=7"));
    EXPECT_THAT(metrics(), ElementsAre("second: request=7"));
}

TEST_F(ContextRecords, OneThatBeganBeforeTheFirstRecordIsKeptWhenRecordsAreThrownAway) {
    init();
    const ContextGuard context{{{"request", "7"}}};
    MM_INFO("thrown away with its context record");
    testing::force_uninit();
    sink_->clear();
    init();
    MM_INFO("second");
    EXPECT_THAT(logs(), ElementsAre("second: request=7"));
}

/// Keeps entries as text that waits, and the blocks.
class BothSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override {
        return {.deferred_text = LevelFilter::Trace, .blocks = true};
    }
    void on_deferred_log(const LogMetadata& /*desc*/, std::span<const PropertyView> properties, std::int64_t /*time*/,
                         std::string_view message, std::string_view /*thread*/) noexcept override {
        lines.push_back(std::string{message} + ": " + describe(properties));
    }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        const transit::ParsedBlock parsed = parse(*block);
        for (const transit::Object* const event : parsed.events()) {
            events += event->type_name == "TaggedLogString" ? 1 : 0;
        }
    }
    std::vector<std::string> lines;
    int events = 0;
};

TEST_F(ContextRecords, TextThatWaitsHasItWhetherOrNotBlocksWereMadeMeanwhile) {
    const auto sink = std::make_shared<BothSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    const ProcessContextGuard process{{{"scene", "1"}}};
    {
        const ContextGuard context{{{"request", "7"}}};
        MM_INFO("first");
        MM_WARN("may not wait");
        dispatch::flush_all();
        MM_INFO("{}", "second");
        dispatch::flush_metrics_buffer();
    }
    MM_INFO("third");
    dispatch::flush_all();
    EXPECT_THAT(sink->lines, ElementsAre("first: request=7 scene=1", "may not wait: request=7 scene=1",
                                         "second: request=7 scene=1", "third: scene=1"));
    EXPECT_EQ(sink->events, 4);
}

TEST_F(ContextRecords, EachThreadHasItsOwnWhileAMonitorFlushes) {
    init({.logs_buffer_size = 1 << 14, .metrics_buffer_size = 1 << 14});
    FlushMonitor monitor{2ms};
    monitor.start();
    constexpr int kRounds = 3000;
    std::vector<std::thread> threads;
    for (int worker = 0; worker < 4; ++worker) {
        threads.emplace_back([worker] {
            for (int i = 0; i < kRounds; ++i) {
                const std::string id = fmt::format("{}/{}", worker, i);
                const ContextGuard outer{{{"id", id}}};
                if (i % 3 == 0) {
                    const ContextGuard inner{{{"ID", id + "/inner"}}};
                    MM_INFO("{}/inner", id);
                    MM_IMETRIC("inner", "count", 1);
                }
                MM_INFO("{}", id);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    monitor.stop();
    dispatch::flush_all();
    int entries = 0;
    for (const testing::RecordedLog& log : testing::read_logs(*sink_)) {
        ASSERT_EQ(log.properties.size(), 1U) << log.message;
        ASSERT_EQ(log.properties[0].value, log.message);
        ++entries;
    }
    EXPECT_EQ(entries, 4 * (kRounds + kRounds / 3));
    for (const testing::RecordedMetric& metric : testing::read_metrics(*sink_)) {
        ASSERT_EQ(metric.properties.size(), 1U);
        ASSERT_TRUE(metric.properties[0].value.ends_with("/inner"));
    }
}

/// Does not return from a block of metrics until it may.
class BlockedSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Off, .blocks = true}; }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        if (block->stream->kind == StreamKind::Metrics) {
            is_blocked.count_down();
            may_go_on.wait();
            return;
        }
        const transit::ParsedBlock parsed = parse(*block);
        for (const transit::Object* const event : parsed.events()) {
            const auto* const set = event->get<const transit::Object*>("properties");
            const auto* const message = event->get<std::string_view>("msg");
            const auto* const id = set != nullptr ? (*set)->get<std::string_view>("id") : nullptr;
            if (message != nullptr && id != nullptr) {
                ++entries;
                wrong += message->starts_with(*id) ? 0 : 1;
            } else {
                ++without;
            }
        }
    }

    std::latch is_blocked{1};
    std::latch may_go_on{1};
    int entries = 0;
    int wrong = 0;
    int without = 0;  // the report about drops
};

TEST_F(ContextRecords, WhereEntriesAreLostTheOthersHaveTheRightOne) {
    const auto sink = std::make_shared<BlockedSink>();
    const std::uint64_t dropped_before = dispatch::dropped_events();
    ASSERT_FALSE(dispatch::init_event_dispatch({.memory_limit = 256 << 10}, sink));
    MM_IMETRIC("blocks the sink", "count", 1);
    std::thread flusher{[] { dispatch::flush_all(); }};
    sink->is_blocked.wait();
    constexpr int kEntries = 12000;
    const std::string filler(60, '.');
    for (int i = 0; i < kEntries; ++i) {
        if (i == kEntries * 3 / 4) {  // memory is free again behind the losses
            sink->may_go_on.count_down();
            flusher.join();
            dispatch::flush_all();
        }
        const std::string id = std::to_string(i);
        const ContextGuard context{{{"id", id}, {"filler", i % 2 == 0 ? filler : ""}}};
        MM_INFO("{}{}", id, std::string_view{filler}.substr(0, static_cast<std::size_t>(i) % filler.size()));
    }
    dispatch::shutdown_dispatch();
    const auto dropped = static_cast<int>(dispatch::dropped_events() - dropped_before);
    EXPECT_GT(dropped, 0);
    EXPECT_GT(sink->entries, kEntries / 4);
    EXPECT_EQ(sink->wrong, 0);
    EXPECT_EQ(sink->entries + dropped, kEntries);
    EXPECT_EQ(sink->without, 1);
}

TEST_F(ContextRecords, ThatOfTheProcessHoldsFromItsTimeOnForAllThreads) {
    init();
    std::latch has_logged{1};
    std::latch has_changed{1};
    std::thread thread{[&] {
        MM_INFO("before");
        has_logged.count_down();
        has_changed.wait();
        const ContextGuard own{{{"request", "7"}}};
        MM_INFO("after");
    }};
    has_logged.wait();
    const ProcessContextGuard scene{{{"scene", "1"}}};
    has_changed.count_down();
    thread.join();
    EXPECT_THAT(logs(), ElementsAre("before: ", "after: request=7 scene=1"));
    dispatch::flush_all();  // what is older is forgotten
    dispatch::flush_all();
    MM_INFO("later");
    {
        const ProcessContextGuard next{{{"scene", "2"}}};
        MM_INFO("in the next");
    }
    MM_INFO("last");
    EXPECT_THAT(logs(), ElementsAre("before: ", "after: request=7 scene=1", "later: scene=1", "in the next: scene=2",
                                    "last: scene=1"));
}

TEST_F(ContextRecords, ManyChangesOfTheProcesssAreHandedOverWithWhatTheyBelongTo) {
    init();
    constexpr int kChanges = 10'000;
    for (int i = 0; i < kChanges; ++i) {
        const ProcessContextGuard scene{{{"scene", std::to_string(i)}}};
        MM_INFO("{}", i);
    }
    dispatch::flush_all();
    int entries = 0;
    for (const testing::RecordedLog& log : testing::read_logs(*sink_)) {
        ASSERT_EQ(describe(log.properties), "scene=" + log.message);
        ++entries;
    }
    EXPECT_EQ(entries, kChanges);
}

}  // namespace
}  // namespace micromegas::tracing
