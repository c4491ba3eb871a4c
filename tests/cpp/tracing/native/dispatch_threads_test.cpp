// The dispatch under several threads. Run it under ThreadSanitizer too.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;
using testing::RecordingSink;

/// Checks the contract of `EventSink`, over all sinks of a test.
struct Contract {
    std::atomic<int> created{0};
    std::atomic<int> startups{0};
    std::atomic<int> shutdowns{0};
    std::atomic<int> destroyed{0};
    std::atomic<int> logs{0};
    std::atomic<int> violations{0};
};

class ContractSink : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
    explicit ContractSink(Contract& contract) : contract_(contract) { ++contract_.created; }
    ~ContractSink() override {
        expect(!running_ && calls_ == 0);
        ++contract_.destroyed;
    }
    void on_startup(const std::shared_ptr<const ProcessInfo>&) noexcept override {
        expect(!running_.exchange(true));
        ++contract_.startups;
    }
    void on_shutdown() noexcept override {
        expect(running_.exchange(false) && calls_ == 0);
        ++contract_.shutdowns;
    }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override {
        expect(running_);
        return true;
    }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t, std::string_view) noexcept override {
        ++calls_;
        expect(running_);
        ++contract_.logs;
        std::this_thread::yield();
        expect(running_);
        --calls_;
    }

private:
    void expect(bool kept) noexcept { contract_.violations += kept ? 0 : 1; }

    Contract& contract_;
    std::atomic<bool> running_{false};
    std::atomic<int> calls_{0};
};

/// Stays inside `on_log` until it is let out.
class BlockingSink : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
    ~BlockingSink() override { destroyed = true; }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t, std::string_view) noexcept override {
        entered = true;
        while (!leave) {
            std::this_thread::yield();
        }
        left = true;
    }
    void on_shutdown() noexcept override { was_shut_down_inside = entered && !left; }
    static inline std::atomic<bool> entered, leave, left, was_shut_down_inside, destroyed;
};

class DispatchThreads : public ::testing::Test {
protected:
    void SetUp() override { set_max_level(LevelFilter::Trace); }
    void TearDown() override {
        stop_ = true;
        threads_.clear();
        dispatch::shutdown_dispatch();
        set_max_level(LevelFilter::Trace);
    }

    /// Runs `work` again and again, on a thread of its own, until the test ends.
    void repeat(std::function<void()> work) {
        threads_.emplace_back([this, work = std::move(work)] {
            while (!stop_) {
                work();
            }
        });
    }

    /// Lets them run until all of that has happened; a busy machine may take long.
    template <class Happened>
    void run_until(Happened happened) {
        const auto deadline = std::chrono::steady_clock::now() + 120s;
        while (!happened() && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(10ms);
        }
        stop_ = true;
        threads_.clear();
        EXPECT_TRUE(happened());
    }

    std::atomic<bool> stop_{false};
    std::vector<std::jthread> threads_;
};

TEST_F(DispatchThreads, LogFilterShutDownAndInitialiseAllAtOnce) {
    Contract contract;
    for (int thread = 0; thread < 3; ++thread) {
        repeat([thread] {
            MM_INFO("thread {}", thread);
            MM_DEBUG("literal");
            MM_LOG_PROPS("other", Level::Warn, (PropertySet{{"thread", "x"}}), "{}", thread);
            static_cast<void>(MM_LOG_ENABLED(Level::Debug));
            static_cast<void>(dispatch::process_id());
            if (const auto sink = dispatch::get_sink()) {
                static_cast<void>(sink->is_busy());
            }
            dispatch::log_interop({Level::Info, "", "interop", "", "", 0, MetadataLifetime::Transient}, "text");
            MM_IMETRIC("n", "count", 1);
            MM_SPAN_SCOPE("span");
        });
    }
    repeat([] {
        set_max_level(LevelFilter::Info);
        EXPECT_EQ(set_filter("trace,other=warn,interop=off"), std::nullopt);
        EXPECT_NE(set_filter("bad"), std::nullopt);
        EXPECT_FALSE(current_filter().to_string().empty());
    });
    repeat([&contract] {
        static_cast<void>(dispatch::init_event_dispatch({}, std::make_shared<ContractSink>(contract)));
        std::this_thread::sleep_for(1ms);
        dispatch::shutdown_dispatch();
    });
    repeat([] {
        dispatch::shutdown_dispatch();
        std::this_thread::sleep_for(3ms);
    });
    run_until([&contract] { return contract.startups > 50 && contract.logs > 500; });
    dispatch::shutdown_dispatch();
    EXPECT_EQ(contract.violations, 0);
    EXPECT_EQ(contract.shutdowns, contract.startups);
    EXPECT_EQ(contract.destroyed, contract.created);
    EXPECT_EQ(max_level(), LevelFilter::Off);
}

TEST_F(DispatchThreads, NothingOfAThreadIsLostOrReordered) {
    const auto sink = std::make_shared<RecordingSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    constexpr int kThreads = 4;
    constexpr int kEntries = 500;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads_.emplace_back([thread] {
            for (int entry = 0; entry < kEntries; ++entry) {
                MM_INFO("{} {}", thread, entry);
            }
        });
    }
    threads_.clear();
    const auto messages = sink->messages();
    ASSERT_EQ(messages.size(), std::size_t{kThreads} * kEntries);
    std::vector<int> next(kThreads, 0);
    for (const std::string& message : messages) {
        const auto thread = static_cast<std::size_t>(std::stoi(message));
        EXPECT_EQ(std::stoi(message.substr(message.find(' '))), next[thread]++);
    }
}

TEST_F(DispatchThreads, OfThreadsThatInitialiseAtOnceOneWins) {
    for (int round = 0; round < 20; ++round) {
        Contract contract;
        std::atomic<int> winners{0};
        for (int thread = 0; thread < 4; ++thread) {
            threads_.emplace_back([&] {
                const auto error = dispatch::init_event_dispatch({}, std::make_shared<ContractSink>(contract));
                winners += error ? 0 : 1;
            });
        }
        threads_.clear();
        EXPECT_EQ(winners, 1);
        EXPECT_EQ(contract.startups, 1);
        dispatch::shutdown_dispatch();
        EXPECT_EQ(contract.shutdowns, 1);
        EXPECT_EQ(contract.destroyed, 4);
        EXPECT_EQ(contract.violations, 0);
    }
}

TEST_F(DispatchThreads, EveryShutdownWaitsForCallsInsideTheSink) {
    ASSERT_FALSE(dispatch::init_event_dispatch({}, std::make_shared<BlockingSink>()));
    threads_.emplace_back([] { MM_INFO("blocks"); });
    while (!BlockingSink::entered) {
        std::this_thread::yield();
    }
    std::atomic<int> returned{0};
    std::atomic<int> returned_early{0};
    for (int thread = 0; thread < 2; ++thread) {  // the second finds a shutdown under way
        threads_.emplace_back([&] {
            dispatch::shutdown_dispatch();
            returned_early += BlockingSink::left ? 0 : 1;
            ++returned;
        });
    }
    while (max_level() != LevelFilter::Off) {  // no new call gets in once a shutdown has begun
        std::this_thread::yield();
    }
    std::this_thread::sleep_for(30ms);  // time to return too early in
    EXPECT_EQ(returned, 0);
    EXPECT_FALSE(BlockingSink::destroyed);
    BlockingSink::leave = true;
    threads_.clear();
    EXPECT_EQ(returned, 2);
    EXPECT_EQ(returned_early, 0);
    EXPECT_FALSE(BlockingSink::was_shut_down_inside);
    EXPECT_TRUE(BlockingSink::destroyed);
}

TEST_F(DispatchThreads, ASinkThatIsAskedForOutlivesTheShutdown) {
    ASSERT_FALSE(dispatch::init_event_dispatch({}, std::make_shared<RecordingSink>()));
    MM_INFO("text");
    const auto kept = dispatch::get_sink();
    dispatch::shutdown_dispatch();
    EXPECT_EQ(static_cast<RecordingSink&>(*kept).messages().size(), 1U);
}

/// Logs late in a thread's destruction.
struct LogsAtTheEnd {
    ~LogsAtTheEnd() { MM_INFO("thread-local destructor"); }
};

TEST_F(DispatchThreads, AThreadLocalDestructorMayLog) {
    const auto sink = std::make_shared<RecordingSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    threads_.emplace_back([] {
        static thread_local const LogsAtTheEnd object;
        static_cast<void>(&object);
    });
    threads_.clear();
    EXPECT_THAT(sink->messages(), ::testing::ElementsAre("thread-local destructor"));
}

/// So may a static one, at a time when the library's own statics would be gone if they were ever destroyed.
const LogsAtTheEnd g_logs_at_exit;

}  // namespace
}  // namespace micromegas::tracing
