// Entries that the filter holds back arrive with the next error.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RecordedLog;
using testing::RecordingSink;

std::string property_of(const RecordedLog& log, std::string_view name) {
    for (const Property& property : log.properties) {
        if (property.name == name) {
            return property.value;
        }
    }
    return "(none)";
}

std::vector<std::string> messages(const std::vector<RecordedLog>& logs) {
    std::vector<std::string> list;
    for (const RecordedLog& log : logs) {
        list.push_back(log.message);
    }
    return list;
}

class Backtrace : public ::testing::Test {
protected:
    void TearDown() override {
        dispatch::shutdown_dispatch();
        set_max_level(LevelFilter::Trace);
    }

    static void begin(const BacktraceOptions& backtrace, const std::shared_ptr<EventSink>& sink,
                      LevelFilter filter = LevelFilter::Info) {
        ASSERT_FALSE(dispatch::init_event_dispatch(
            {.filter = Filter{filter}, .fatal_stacks = false, .backtrace = backtrace}, sink));
    }
    [[nodiscard]] std::vector<RecordedLog> recorded() const {
        dispatch::flush_all();
        return testing::read_logs(*blocks_);
    }

    const std::shared_ptr<RecordingSink> sink_ = std::make_shared<RecordingSink>();
    const std::shared_ptr<InMemorySink> blocks_ = std::make_shared<InMemorySink>();
};

TEST_F(Backtrace, AnErrorBringsTheLastEntriesOnce) {
    begin({.entries = 3}, sink_);
    for (int i = 1; i <= 5; ++i) {
        MM_DEBUG("step {}", i, MM_P("i", i));
    }
    MM_INFO("passes");
    EXPECT_THAT(sink_->messages(), ElementsAre("passes"));
    MM_ERROR("broken");
    MM_ERROR("again");
    EXPECT_THAT(sink_->messages(), ElementsAre("passes", "step 3", "step 4", "step 5", "broken", "again"));
}

TEST_F(Backtrace, TheyAreMarkedAndHaveTheirOwnPlaceAndTime) {
    begin({.entries = 9}, sink_);
    MM_DEBUG("step", MM_P("i", 1), MM_P("Backtrace", "own"));
    const std::uint32_t line = __LINE__ - 1;
    MM_INFO("passes");
    MM_ERROR("broken");
    const auto logs = sink_->logs();
    ASSERT_EQ(logs.size(), 3U);
    const RecordedLog& late = logs[1];
    EXPECT_EQ(late.message, "step");
    EXPECT_EQ(late.level, Level::Debug);
    EXPECT_EQ(late.target, "micromegas::tracing");
    EXPECT_EQ(late.module_path, "micromegas::tracing");
    EXPECT_EQ(late.line, line);
    EXPECT_THAT(late.file, ::testing::EndsWith("backtrace_test.cpp"));
    EXPECT_LT(late.time, logs[0].time);
    ASSERT_EQ(late.properties.size(), 3U);
    EXPECT_EQ(late.properties[0], (Property{"i", "1"}));
    EXPECT_EQ(late.properties[1], (Property{"backtrace", "true"}));
    EXPECT_EQ(late.properties[2].name, "age_ms");
    EXPECT_GT(std::strtod(late.properties[2].value.c_str(), nullptr), 0);
    EXPECT_THAT(late.types, ElementsAre(PropertyType::Int, PropertyType::Bool, PropertyType::Double));
    EXPECT_THAT(logs[2].properties, IsEmpty());
}

TEST_F(Backtrace, TheyAreRecordedInBlocks) {
    begin({.entries = 9}, blocks_);
    MM_DEBUG("step {}", 1);
    MM_INFO("passes");
    MM_TRACE("step 2");
    log(Level::Debug, "net", "step 3");
    MM_ERROR("broken {}", 4);
    const auto logs = recorded();
    EXPECT_THAT(messages(logs), ElementsAre("step 1", "passes", "step 2", "step 3", "broken 4")) << "by their times";
    EXPECT_EQ(property_of(logs[0], "backtrace"), "true");
    EXPECT_EQ(property_of(logs[1], "backtrace"), "(none)");
    EXPECT_EQ(logs[3].target, "net");
}

/// A block has no event of before its begin.
TEST_F(Backtrace, AnEntryThatIsOlderThanTheBlockHasItsAge) {
    begin({.entries = 9}, blocks_);
    MM_DEBUG("step");
    MM_INFO("passes");
    dispatch::flush_all();
    MM_ERROR("broken");
    const auto logs = recorded();
    ASSERT_THAT(messages(logs), ElementsAre("passes", "step", "broken"));
    EXPECT_GE(logs[1].time, logs[0].time);
    EXPECT_GT(std::strtod(property_of(logs[1], "age_ms").c_str(), nullptr), 0);
}

TEST_F(Backtrace, TheyHaveTheContextOfTheirTimeAndThread) {
    for (const bool is_recorded : {false, true}) {
        begin({.entries = 9}, is_recorded ? std::shared_ptr<EventSink>{blocks_} : sink_);
        {
            const ContextGuard request{{{"request", "1"}}};
            MM_DEBUG("inside");
        }
        MM_DEBUG("outside");
        const ContextGuard request{{{"request", "2"}}};
        MM_ERROR("broken");
        const auto logs = is_recorded ? recorded() : sink_->logs();
        ASSERT_THAT(messages(logs), ElementsAre("inside", "outside", "broken")) << is_recorded;
        EXPECT_EQ(property_of(logs[0], "request"), "1");
        EXPECT_EQ(property_of(logs[1], "request"), "(none)");
        EXPECT_EQ(property_of(logs[2], "request"), "2");
        dispatch::shutdown_dispatch();
    }
}

TEST_F(Backtrace, LevelAndTriggerAreChosen) {
    begin({.entries = 9, .level = LevelFilter::Debug, .trigger = LevelFilter::Warn}, sink_);
    int evaluated = 0;
    MM_TRACE("{}", ++evaluated);
    MM_DEBUG("step");
    MM_INFO("passes");
    MM_WARN("strange");
    EXPECT_EQ(evaluated, 0);
    EXPECT_THAT(sink_->messages(), ElementsAre("passes", "step", "strange"));
}

TEST_F(Backtrace, ATargetThatIsFilteredOutIsKeptAndTriggersNothing) {
    begin({.entries = 9}, sink_);
    EXPECT_FALSE(set_filter("info,net=off,engine=trace"));
    MM_LOG("net", Level::Error, "unreachable");
    MM_LOG("engine", Level::Trace, "passes");
    EXPECT_THAT(sink_->messages(), ElementsAre("passes"));
    MM_ERROR("broken");
    EXPECT_THAT(sink_->messages(), ElementsAre("passes", "unreachable", "broken"));
}

TEST_F(Backtrace, TheMemoryIsBounded) {
    begin({.entries = 1000, .bytes = 4096}, sink_);
    const std::string text(1000, 'x');
    for (int i = 1; i <= 20; ++i) {
        MM_DEBUG("{} {}", i, text);
    }
    MM_DEBUG("{}", std::string(5000, 'y'));
    MM_ERROR("broken");
    const auto late = sink_->messages();
    ASSERT_GT(late.size(), 2U);
    EXPECT_LE(late.size(), 4U);
    EXPECT_EQ(late[late.size() - 2], "20 " + text);
}

TEST_F(Backtrace, TheFilterStaysTheUsersAndTheEndIsTheEnd) {
    begin({.entries = 9}, sink_);
    EXPECT_EQ(current_filter().to_string(), "info");
    EXPECT_TRUE(MM_LOG_ENABLED(Level::Debug)) << "a caller that asks makes the entry";
    MM_DEBUG("of the first");
    dispatch::shutdown_dispatch();

    begin({}, sink_);
    int evaluated = 0;
    MM_DEBUG("{}", ++evaluated);
    EXPECT_FALSE(MM_LOG_ENABLED(Level::Debug));
    MM_ERROR("broken");
    EXPECT_EQ(evaluated, 0);
    EXPECT_THAT(sink_->messages(), ElementsAre("broken"));
}

/// Logs from inside.
class ChattySink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t,
                std::string_view text) noexcept override {
        messages.emplace_back(text);
        MM_DEBUG("from inside");
        MM_ERROR("error from inside");
    }
    std::vector<std::string> messages;
};

TEST_F(Backtrace, EntriesOfASinkAreNotKept) {
    const auto sink = std::make_shared<ChattySink>();
    begin({.entries = 9}, sink);
    MM_DEBUG("step");
    MM_ERROR("broken");
    MM_ERROR("again");
    EXPECT_THAT(sink->messages, ElementsAre("step", "broken", "again"));
}

TEST_F(Backtrace, EachEntryArrivesOnceFromThreadsThatLogAtOnce) {
    constexpr int kThreads = 4;
    constexpr int kEntries = 2000;
    begin({.entries = 100'000, .bytes = std::size_t{1} << 28}, sink_);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([thread] {
            for (int i = 0; i < kEntries; ++i) {
                MM_DEBUG("{}", i, MM_P("thread", thread));
                if (i % 100 == 99) {
                    MM_ERROR("broken");
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    MM_ERROR("the last");
    std::map<std::string, std::vector<int>> of_thread;
    for (const RecordedLog& log : sink_->logs()) {
        if (log.level == Level::Debug) {
            of_thread[property_of(log, "thread")].push_back(std::stoi(log.message));
        }
    }
    ASSERT_EQ(of_thread.size(), std::size_t{kThreads});
    for (auto& [thread, entries] : of_thread) {
        std::ranges::sort(entries);  // two errors at a time hand over parts of the ring side by side
        ASSERT_EQ(entries.size(), std::size_t{kEntries}) << thread;
        EXPECT_EQ(entries.front(), 0);
        EXPECT_EQ(entries.back(), kEntries - 1);
        EXPECT_EQ(std::ranges::adjacent_find(entries), entries.end());
    }
}

}  // namespace
}  // namespace micromegas::tracing
