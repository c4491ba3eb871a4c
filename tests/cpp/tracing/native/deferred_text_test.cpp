// Text that the collector's thread passes on: its content, time and order.
#include "record/recording_state.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/detail/gates.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/flush_monitor.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <pthread.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Passed {
    std::string text;  // level, target, message, properties
    std::int64_t time;
    std::string thread;
    std::thread::id by;
};

class DeferredSink final : public NullEventSink {
public:
    explicit DeferredSink(SinkInterest interest) noexcept : interest_(interest) {}

    [[nodiscard]] SinkInterest interest() const noexcept override { return interest_; }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t,
                std::string_view message) noexcept override {
        const std::lock_guard lock{mutex_};
        at_once_.emplace_back(message);
    }
    void on_deferred_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                         std::string_view message, std::string_view thread) noexcept override {
        MM_ERROR("from inside a sink: dropped");
        std::string text = std::string{to_string(desc.level)} + " " + std::string{message};
        for (const PropertyView& property : properties) {
            text.append(" ").append(property.name).append("=");
            append_text(text, property.value);
        }
        const std::lock_guard lock{mutex_};
        waiting_.push_back({text, time, std::string{thread}, std::this_thread::get_id()});
    }
    void on_deferred_logs_end() noexcept override {
        const std::lock_guard lock{mutex_};
        seen_at_once_ = at_once_.size();
        passed_.insert(passed_.end(), waiting_.begin(), waiting_.end());
        waiting_.clear();
    }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        events_ += block->stream->kind == StreamKind::Log ? block->object_count : 0;
    }
    void on_init_stream(const EventStream&) noexcept override { ++streams_; }

    [[nodiscard]] std::vector<Passed> passed() const {
        const std::lock_guard lock{mutex_};
        return passed_;
    }
    [[nodiscard]] std::vector<std::string> texts() const {
        std::vector<std::string> all;
        for (const Passed& one : passed()) {
            all.push_back(one.text);
        }
        return all;
    }
    [[nodiscard]] std::vector<std::string> at_once() const {
        const std::lock_guard lock{mutex_};
        return at_once_;
    }
    /// The number of entries before the last `on_deferred_logs_end`.
    [[nodiscard]] std::size_t seen_at_once() const {
        const std::lock_guard lock{mutex_};
        return seen_at_once_;
    }
    [[nodiscard]] std::size_t events() const noexcept { return events_; }
    [[nodiscard]] int streams() const noexcept { return streams_; }

private:
    SinkInterest interest_;
    mutable std::mutex mutex_;
    std::vector<Passed> waiting_;
    std::vector<Passed> passed_;
    std::vector<std::string> at_once_;
    std::size_t seen_at_once_ = 0;
    std::atomic<std::size_t> events_ = 0;
    std::atomic<int> streams_ = 0;
};

class DeferredText : public ::testing::Test {
protected:
    void init(SinkInterest interest, const DispatchConfig& config = {}) {
        set_max_level(LevelFilter::Trace);
        sink_ = std::make_shared<DeferredSink>(interest);
        ASSERT_FALSE(dispatch::init_event_dispatch(config, sink_));
    }
    void TearDown() override { testing::force_uninit(); }

    std::shared_ptr<DeferredSink> sink_;
};

constexpr SinkInterest kInfo{.deferred_text = LevelFilter::Info};

void wait_until(const std::function<bool()>& condition) {
    while (!condition()) {
        std::this_thread::yield();
    }
}

TEST(NullEventSinkInterest, IsNothing) {
    const SinkInterest interest = NullEventSink{}.interest();
    EXPECT_EQ(interest.text, LevelFilter::Off);
    EXPECT_EQ(interest.deferred_text, LevelFilter::Off);
    EXPECT_FALSE(interest.blocks);
}

TEST_F(DeferredText, WaitsForTheCollector) {
    init(kInfo);
    const std::int64_t before = now();
    MM_INFO("literal");
    MM_INFO("{} of {}", 1, std::string{"two"});
    MM_INFO_PROPS((PropertySet{{"a", "1"}}), "with {}", "properties");
    MM_INFO("with {}", "own", MM_P("table", std::string{"cars"}), MM_P("n", -1));
    dispatch::log_interop({Level::Info, "", "target", "", "file", 7, MetadataLifetime::Transient}, "interop");
    EXPECT_THAT(sink_->texts(), IsEmpty());
    dispatch::flush_log_buffer();
    EXPECT_THAT(sink_->texts(), ElementsAre("info literal", "info 1 of two", "info with properties a=1",
                                            "info with own table=cars n=-1", "info interop"));
    std::int64_t last = before;
    for (const Passed& one : sink_->passed()) {
        EXPECT_GE(one.time, last) << "the time of the call";
        last = one.time;
    }
    EXPECT_LE(last, now());
    EXPECT_THAT(sink_->at_once(), IsEmpty());
    dispatch::flush_log_buffer();
    EXPECT_EQ(sink_->passed().size(), 5U) << "once each";
}

TEST_F(DeferredText, TheGateFollowsTheSinksInterest) {
    init(kInfo);
    EXPECT_EQ(max_level(), LevelFilter::Info);
    MM_DEBUG("nobody asks for it");
    EXPECT_FALSE(dispatch::metrics_enabled());
    dispatch::set_cpu_tracing_enabled(true);
    EXPECT_FALSE(dispatch::cpu_tracing_enabled()) << "there are no blocks to put spans in";
    dispatch::flush_all();
    EXPECT_THAT(sink_->texts(), IsEmpty());
    EXPECT_EQ(sink_->streams(), 0);
    EXPECT_EQ(sink_->events(), 0U);
}

TEST_F(DeferredText, AWarningDoesNotWaitAndNothingBeforeItDoes) {
    init(kInfo);
    MM_INFO("first {}", 1);
    std::thread{[] { MM_INFO("second {}", 2); }}.join();
    MM_WARN("third {}", 3);
    EXPECT_THAT(sink_->texts(), ElementsAre("info first 1", "info second 2", "warn third 3"));
    MM_ERROR("a literal");
    EXPECT_EQ(sink_->texts().back(), "error a literal");
    dispatch::log_interop({Level::Fatal, "", "target", "", "file", 7, MetadataLifetime::Transient}, "interop");
    EXPECT_THAT(sink_->texts().back(), ::testing::StartsWith("fatal interop stack="));
}

TEST_F(DeferredText, EntriesOfThreadsComeInTheOrderOfTheirTimes) {
    init(kInfo);
    std::atomic<int> turn = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 3; ++number) {
        threads.emplace_back([&turn, number] {
            for (int round = 0; round < 100; ++round) {
                wait_until([&] { return turn == round * 3 + number; });
                MM_INFO("{}", round * 3 + number);
                ++turn;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    dispatch::flush_log_buffer();
    const auto texts = sink_->texts();
    ASSERT_EQ(texts.size(), 300U);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_EQ(texts[i], "info " + std::to_string(i));
    }
}

TEST_F(DeferredText, ThreadsAreNamedWhereThatIsAskedFor) {
    init({.deferred_text = LevelFilter::Info, .thread_names = true});
    std::thread{[] {
        pthread_setname_np(pthread_self(), "loader");
        MM_INFO("one");
    }}.join();
    dispatch::flush_log_buffer();
    ASSERT_EQ(sink_->passed().size(), 1U);
    EXPECT_EQ(sink_->passed()[0].thread, "loader");
}

TEST_F(DeferredText, StandsBesideBlocks) {
    init({.deferred_text = LevelFilter::Info, .blocks = true});
    constexpr unsigned kRounds = 3;
    for (unsigned round = 0; round < kRounds; ++round) {
        MM_INFO("text and block {}", round);
        MM_DEBUG("block alone {}", round);
        MM_WARN("does not wait {}", round);
        EXPECT_EQ(sink_->passed().size(), 2U * (round + 1));
        EXPECT_EQ(sink_->events(), 0U) << "blocks have a time of their own";
    }
    dispatch::flush_all();
    EXPECT_EQ(sink_->events(), 3U * kRounds);
    EXPECT_EQ(sink_->passed().size(), 2U * kRounds);
    MM_INFO("the last");
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink_->events(), 3U * kRounds + 1);
    EXPECT_EQ(sink_->texts().back(), "info the last");
}

TEST_F(DeferredText, BlocksTakeNoEntryAwayFromText) {
    init({.deferred_text = LevelFilter::Info, .blocks = true}, {.logs_buffer_size = 4096});
    const FlushMonitor monitor{std::chrono::milliseconds{1}};
    std::vector<std::thread> threads;
    constexpr int kThreads = 3;
    constexpr int kEntries = 20'000;
    for (int number = 0; number < kThreads; ++number) {
        threads.emplace_back([] {
            for (int i = 0; i < kEntries; ++i) {
                MM_INFO("{}", i);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink_->events(), kThreads * std::size_t{kEntries});
    EXPECT_EQ(sink_->passed().size(), kThreads * std::size_t{kEntries});
}

TEST_F(DeferredText, ASinkMayAskForBothWays) {
    init({.text = LevelFilter::Error, .deferred_text = LevelFilter::Info});
    MM_INFO("one");
    MM_ERROR("two");
    EXPECT_THAT(sink_->at_once(), ElementsAre("two"));
    EXPECT_THAT(sink_->texts(), ElementsAre("info one", "error two"));
}

TEST_F(DeferredText, AMonitorsThreadPassesItOn) {
    init(kInfo);
    FlushMonitor monitor{std::chrono::hours{1}};
    monitor.start();
    MM_INFO("{}", 1);
    wait_until([&] { return !sink_->passed().empty(); });
    EXPECT_NE(sink_->passed()[0].by, std::this_thread::get_id());
}

TEST_F(DeferredText, AMonitorThatHasFallenAsleepIsWoken) {
    init(kInfo);
    FlushMonitor monitor{std::chrono::hours{1}};
    monitor.start();
    MM_INFO("{}", 1);
    for (int round = 2; round < 4; ++round) {
        wait_until([] { return detail::g_gates.text_level == LevelFilter::Info; });
        MM_INFO("{}", round);
        EXPECT_EQ(detail::g_gates.text_level, LevelFilter::Warn) << "the next entry is recorded in line again";
        wait_until([&] { return sink_->passed().size() == static_cast<std::size_t>(round); });
    }
    EXPECT_THAT(sink_->texts(), ElementsAre("info 1", "info 2", "info 3"));
}

TEST_F(DeferredText, ATickPassesItOn) {
    init(kInfo);
    FlushMonitor monitor{std::chrono::hours{1}};
    MM_INFO("{}", 1);
    monitor.tick();
    EXPECT_EQ(sink_->passed().size(), 1U);
}

constexpr SinkInterest kBuffered{.text = LevelFilter::Info, .buffers_text = true};

TEST_F(DeferredText, ASinkThatBuffersIsToldToWrite) {
    init(kBuffered);
    MM_INFO("{}", 1);
    EXPECT_EQ(sink_->seen_at_once(), 0U);
    dispatch::flush_log_buffer();
    EXPECT_EQ(sink_->seen_at_once(), 1U);
    MM_INFO("{}", 2);
    dispatch::flush_all();
    EXPECT_EQ(sink_->seen_at_once(), 2U);
    MM_INFO("{}", 3);
    FlushMonitor{std::chrono::hours{1}}.tick();
    EXPECT_EQ(sink_->seen_at_once(), 3U);
    MM_INFO("{}", 4);
    dispatch::shutdown_dispatch();
    EXPECT_EQ(sink_->seen_at_once(), 4U);
    EXPECT_THAT(sink_->texts(), IsEmpty());
    EXPECT_EQ(sink_->streams(), 0);
}

TEST_F(DeferredText, ASinkThatBuffersIsToldByAMonitorsThread) {
    init(kBuffered);
    FlushMonitor monitor{std::chrono::hours{1}};
    monitor.start();
    for (std::size_t round = 1; round <= 3; ++round) {
        MM_INFO("{}", round);
        wait_until([&] { return sink_->seen_at_once() == round; });
    }
    wait_until([] { return detail::recording_state().text.is_asleep.load(); });
    MM_INFO("wakes it");
    wait_until([&] { return sink_->seen_at_once() == 4; });
}

TEST_F(DeferredText, ASecondSessionBeginsWithItsOwnEntries) {
    init({.blocks = true});
    MM_INFO("of the first session");
    dispatch::flush_all();
    MM_INFO("of its end");
    dispatch::shutdown_dispatch();
    init(kInfo);
    MM_INFO("of the second");
    dispatch::shutdown_dispatch();
    EXPECT_THAT(sink_->texts(), ElementsAre("info of the second"));
}

/// Writes each entry at once.
class StderrSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return kInfo; }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t,
                std::string_view message) noexcept override {
        const std::string line = std::string{message} + "\n";
        static_cast<void>(write(STDERR_FILENO, line.data(), line.size()) == 0);
    }
};

/// Logs at the very end: destroyed after objects that were made later.
struct LogsAtTheEnd {
    LogsAtTheEnd() = default;
    LogsAtTheEnd(const LogsAtTheEnd&) = delete;
    LogsAtTheEnd& operator=(const LogsAtTheEnd&) = delete;
    ~LogsAtTheEnd() { MM_INFO("static destructor"); }
};

TEST(DeferredTextDeathTest, ExitWithoutTheEndOfAGuardLosesNothing) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            static const LogsAtTheEnd at_the_end;
            if (dispatch::init_event_dispatch({}, std::make_shared<StderrSink>())) {
                std::exit(1);
            }
            MM_INFO("line {}", 1);
            std::exit(0);
        },
        ::testing::ExitedWithCode(0), "^line 1\nstatic destructor\n");
}

}  // namespace
}  // namespace micromegas::tracing
