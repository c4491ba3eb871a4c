// A sink that calls the library from inside one of its functions neither deadlocks nor recurses.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using testing::RecordingSink;

/// Calls a function of the test from inside each of its own.
class CallingSink : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
    explicit CallingSink(std::function<void(const char*)> call) : call_(std::move(call)) {}
    void on_startup(const std::shared_ptr<const ProcessInfo>&) noexcept override { call_("on_startup"); }
    void on_shutdown() noexcept override { call_("on_shutdown"); }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override {
        call_("on_log_enabled");
        return true;
    }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t,
                std::string_view message) noexcept override {
        messages.emplace_back(message);
        call_("on_log");
    }
    std::vector<std::string> messages;

private:
    std::function<void(const char*)> call_;
};

class Reentry : public ::testing::Test {
protected:
    void SetUp() override { set_max_level(LevelFilter::Trace); }
    void TearDown() override {
        dispatch::shutdown_dispatch();
        set_max_level(LevelFilter::Trace);
    }
    void init(std::function<void(const char*)> call) {
        sink_ = std::make_shared<CallingSink>(std::move(call));
        ASSERT_FALSE(dispatch::init_event_dispatch({}, sink_));
    }
    std::shared_ptr<CallingSink> sink_;
    int calls_ = 0;
};

TEST_F(Reentry, EntriesThatASinkLogsAreDropped) {
    static constinit LogMetadata site{Level::Fatal, "direct", "target", "", "", 0};
    init([this](const char* where) {
        ++calls_;
        ASSERT_LT(calls_, 100) << "recursion";
        MM_FATAL("from inside {}", where);
        MM_FATAL_PROPS((PropertySet{{"a", "1"}}), "from inside");
        dispatch::log_interop(site, "from inside");
        EXPECT_FALSE(MM_LOG_ENABLED(Level::Fatal));
        EXPECT_FALSE(dispatch::log_enabled(site));
    });
    MM_INFO("one {}", 1);
    MM_INFO("two");
    dispatch::shutdown_dispatch();
    EXPECT_THAT(sink_->messages, ElementsAre("one 1", "two"));
    EXPECT_EQ(calls_, 6) << "on_startup, twice on_log_enabled and on_log, on_shutdown";
}

TEST_F(Reentry, ItsThreadLogsAgainAfterwards) {
    init([](const char*) {});
    MM_INFO("before");
    EXPECT_TRUE(MM_LOG_ENABLED(Level::Info));
    MM_INFO("after");
    EXPECT_THAT(sink_->messages, ElementsAre("before", "after"));
}

TEST_F(Reentry, ItMayReadTheProcessIdAndTheSink) {
    init([this](const char* where) {
        if (where == std::string_view{"on_log"}) {
            EXPECT_EQ(dispatch::get_sink(), sink_);
            EXPECT_NE(dispatch::process_id(), std::nullopt);
        } else if (where == std::string_view{"on_startup"}) {
            EXPECT_EQ(dispatch::get_sink(), nullptr) << "not yet";
        }
        dispatch::flush_log_buffer();
        dispatch::flush_metrics_buffer();
        dispatch::flush_thread_buffer();
    });
    MM_INFO("text");
    EXPECT_THAT(sink_->messages, ElementsAre("text"));
}

TEST_F(Reentry, ItMayChangeTheFilter) {
    init([this](const char* where) {
        if (where == std::string_view{"on_log"} && ++calls_ == 1) {
            EXPECT_EQ(set_filter("warn"), std::nullopt);
            EXPECT_EQ(current_filter().to_string(), "warn");
        }
    });
    for (int i = 0; i < 3; ++i) {
        MM_INFO("info {}", i);
        MM_WARN("warn {}", i);
    }
    EXPECT_THAT(sink_->messages, ElementsAre("info 0", "warn 0", "warn 1", "warn 2"));
}

TEST_F(Reentry, ItMayShutDown) {
    for (const std::string_view place : {"on_log_enabled", "on_log"}) {
        std::vector<std::string> story;
        auto sink = std::make_shared<CallingSink>([&](const char* where) {
            story.emplace_back(where);
            if (where == place) {
                dispatch::shutdown_dispatch();
                EXPECT_EQ(dispatch::get_sink(), nullptr);
                story.emplace_back("back in the sink");
            }
        });
        const std::weak_ptr<CallingSink> watch = sink;
        ASSERT_FALSE(dispatch::init_event_dispatch({}, std::move(sink)));
        MM_INFO("last words");
        MM_INFO("too late");
        if (place == "on_log") {
            EXPECT_THAT(story,
                        ElementsAre("on_startup", "on_log_enabled", "on_log", "on_shutdown", "back in the sink"));
        } else {
            EXPECT_THAT(story, ElementsAre("on_startup", "on_log_enabled", "on_shutdown", "back in the sink"))
                << "on_shutdown is the last call";
        }
        EXPECT_EQ(max_level(), LevelFilter::Off);

        // And the next session works as usual.
        const auto next = std::make_shared<RecordingSink>();
        ASSERT_FALSE(dispatch::init_event_dispatch({}, next));
        MM_INFO("next");
        EXPECT_THAT(next->messages(), ElementsAre("next"));
        dispatch::shutdown_dispatch();
        EXPECT_TRUE(watch.expired()) << "at the latest the next shutdown destroys it";
    }
}

TEST_F(Reentry, ItCannotInitialise) {
    const auto other = std::make_shared<RecordingSink>();
    init([&](const char*) {
        ++calls_;
        EXPECT_EQ(dispatch::init_event_dispatch({}, other), InitError::AlreadyInitialised);
    });
    MM_INFO("text");
    dispatch::shutdown_dispatch();
    EXPECT_EQ(other->startups(), 0);
    EXPECT_EQ(calls_, 4);
}

TEST_F(Reentry, ShutdownDuringStartupAndShutdownDoesNothing) {
    init([](const char* where) {
        if (where == std::string_view{"on_startup"} || where == std::string_view{"on_shutdown"}) {
            dispatch::shutdown_dispatch();
        }
    });
    MM_INFO("still there");
    EXPECT_THAT(sink_->messages, ElementsAre("still there"));
    EXPECT_EQ(dispatch::get_sink(), sink_);
}

struct LogsWhenFormatted {
    int value;
};

}  // namespace
}  // namespace micromegas::tracing

template <>
struct fmt::formatter<micromegas::tracing::LogsWhenFormatted> : fmt::formatter<int> {
    template <class Context>
    auto format(const micromegas::tracing::LogsWhenFormatted& object, Context& context) const {
        MM_WARN("formatting {}", object.value);
        return fmt::formatter<int>::format(object.value, context);
    }
};

namespace micromegas::tracing {
namespace {

/// A formatter is the program's code, not the sink's: its entries are not dropped.
TEST_F(Reentry, AFormatterMayLog) {
    init([](const char*) {});
    MM_INFO("outer {}", LogsWhenFormatted{1});
    EXPECT_THAT(sink_->messages, ElementsAre("formatting 1", "outer 1"));
}

}  // namespace
}  // namespace micromegas::tracing
