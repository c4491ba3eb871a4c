#include <micromegas/telemetry_sink/composite_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

namespace micromegas::telemetry_sink {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tracing::Level;
using tracing::LevelFilter;

/// Writes its calls into a story that several sinks share.
class NamedSink : public tracing::NullEventSink {
public:
    NamedSink(std::string name, LevelFilter max_level, std::vector<std::string>& story)
        : name_(std::move(name)), max_level_(max_level), story_(story) {}
    [[nodiscard]] tracing::SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }

    void on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept override {
        add("startup " + process->exe);
    }
    void on_shutdown() noexcept override { add("shutdown"); }
    [[nodiscard]] bool on_log_enabled(const tracing::LogMetadata& desc) noexcept override {
        return allows(max_level_, desc.level);
    }
    void on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override {
        add(std::string{to_string(desc.level)} + " " + std::string{message} + " " + std::to_string(time) +
            (properties.empty() ? "" : " " + std::string{properties[0].name} + "=" + to_text(properties[0].value)));
    }
    [[nodiscard]] bool is_busy() const noexcept override { return busy; }

    bool busy = false;

private:
    void add(const std::string& text) { story_.push_back(name_ + ": " + text); }

    std::string name_;
    LevelFilter max_level_;
    std::vector<std::string>& story_;
};

class CompositeSinkTest : public ::testing::Test {
protected:
    std::vector<std::string> story_;
    const std::shared_ptr<NamedSink> quiet_ = std::make_shared<NamedSink>("quiet", LevelFilter::Warn, story_);
    const std::shared_ptr<NamedSink> chatty_ = std::make_shared<NamedSink>("chatty", LevelFilter::Debug, story_);
    CompositeSink sink_{{quiet_, chatty_}};
};

constinit tracing::LogMetadata g_warn{Level::Warn, "text", "target", "", "", 0};
constinit tracing::LogMetadata g_info{Level::Info, "text", "target", "", "", 0};
constinit tracing::LogMetadata g_trace{Level::Trace, "text", "target", "", "", 0};

TEST_F(CompositeSinkTest, PassesTheLifecycleOnInOrder) {
    tracing::ProcessInfo process;
    process.exe = "program";
    sink_.on_startup(std::make_shared<const tracing::ProcessInfo>(process));
    sink_.on_shutdown();
    EXPECT_THAT(story_, ElementsAre("quiet: startup program", "chatty: startup program", "quiet: shutdown",
                                    "chatty: shutdown"));
}

TEST_F(CompositeSinkTest, WantsAnEntryIfAnyOfItsSinksDoes) {
    EXPECT_TRUE(sink_.on_log_enabled(g_warn));
    EXPECT_TRUE(sink_.on_log_enabled(g_info));
    EXPECT_FALSE(sink_.on_log_enabled(g_trace));
    EXPECT_FALSE(CompositeSink{{}}.on_log_enabled(g_warn));
}

TEST_F(CompositeSinkTest, AnEntryGoesToThoseThatWantItUnchanged) {
    const tracing::PropertySet properties{{"n", "1"}};
    sink_.on_log(g_info, properties.views(), 5, "one");
    sink_.on_log(g_warn, {}, 6, "two");
    EXPECT_THAT(story_, ElementsAre("chatty: info one 5 n=1", "quiet: warn two 6", "chatty: warn two 6"));
    story_.clear();
    sink_.on_log(g_trace, {}, 7, "three");
    EXPECT_THAT(story_, IsEmpty());
}

/// Has one interest, and records how it got each entry.
class WaySink : public tracing::NullEventSink {
public:
    WaySink(tracing::SinkInterest interest, std::vector<std::string>& story) : interest_(interest), story_(story) {}
    [[nodiscard]] tracing::SinkInterest interest() const noexcept override { return interest_; }
    void on_log(const tracing::LogMetadata&, std::span<const tracing::PropertyView>, std::int64_t,
                std::string_view message) noexcept override {
        story_.push_back("at once: " + std::string{message});
    }
    void on_deferred_log(const tracing::LogMetadata&, std::span<const tracing::PropertyView>, std::int64_t,
                         std::string_view message, std::string_view thread) noexcept override {
        story_.push_back("deferred: " + std::string{message} + " of " + std::string{thread});
    }
    void on_deferred_logs_end() noexcept override { story_.emplace_back("end"); }

private:
    tracing::SinkInterest interest_;
    std::vector<std::string>& story_;
};

TEST(CompositeSinkWays, AnEntryGoesToThoseThatAskedForItInThisWay) {
    if constexpr (!tracing::detail::kRecordsBlocks) {
        return;  // nothing is deferred on this platform
    }
    std::vector<std::string> story;
    CompositeSink sink{{std::make_shared<WaySink>(tracing::SinkInterest{.text = LevelFilter::Warn}, story),
                        std::make_shared<WaySink>(tracing::SinkInterest{.deferred_text = LevelFilter::Info}, story),
                        std::make_shared<WaySink>(tracing::SinkInterest{.buffers_text = true}, story)}};
    sink.on_log(g_info, {}, 1, "one");
    EXPECT_THAT(story, IsEmpty());
    sink.on_deferred_log(g_info, {}, 1, "one", "loader");
    sink.on_deferred_log(g_trace, {}, 1, "nobody's", "loader");
    sink.on_log(g_warn, {}, 2, "two");
    sink.on_deferred_logs_end();
    EXPECT_THAT(story, ElementsAre("deferred: one of loader", "at once: two", "end", "end"));
}

class InterestedSink : public tracing::NullEventSink {
public:
    explicit InterestedSink(tracing::SinkInterest interest) noexcept : interest_(interest) {}
    [[nodiscard]] tracing::SinkInterest interest() const noexcept override { return interest_; }

private:
    tracing::SinkInterest interest_;
};

TEST(CompositeSinkInterest, IsTheUnionOfItsSinksInterests) {
    const auto interest_of = [](const std::vector<tracing::SinkInterest>& interests) {
        std::vector<std::shared_ptr<tracing::EventSink>> sinks;
        for (const tracing::SinkInterest& interest : interests) {
            sinks.push_back(std::make_shared<InterestedSink>(interest));
        }
        return CompositeSink{sinks}.interest();
    };
    const tracing::SinkInterest nothing{.time = false};
    EXPECT_EQ(interest_of({}), nothing);
    for (const tracing::SinkInterest& one :
         {tracing::SinkInterest{.text = LevelFilter::Warn, .time = false},
          tracing::SinkInterest{.text = LevelFilter::Warn, .time = true},
          tracing::SinkInterest{.deferred_text = LevelFilter::Info, .thread_names = true, .time = false},
          tracing::SinkInterest{.text = LevelFilter::Info, .buffers_text = true, .time = false},
          tracing::SinkInterest{.blocks = true, .time = false}}) {
        const tracing::SinkInterest expected = tracing::detail::for_this_platform(one);
        EXPECT_EQ(interest_of({nothing, one}), expected);
        EXPECT_EQ(interest_of({one, nothing}), expected);
    }
    EXPECT_EQ(interest_of({{.time = true}}), nothing) << "the time of entries that it does not ask for";
}

TEST_F(CompositeSinkTest, IsBusyWhileAnyIs) {
    EXPECT_FALSE(sink_.is_busy());
    chatty_->busy = true;
    EXPECT_TRUE(sink_.is_busy());
    EXPECT_FALSE(CompositeSink{{}}.is_busy());
}

TEST_F(CompositeSinkTest, WorksBehindTheDispatch) {
    tracing::set_max_level(LevelFilter::Trace);
    ASSERT_FALSE(tracing::dispatch::init_event_dispatch(
        {}, std::make_shared<CompositeSink>(std::vector<std::shared_ptr<tracing::EventSink>>{
                quiet_, std::make_shared<CompositeSink>(std::vector<std::shared_ptr<tracing::EventSink>>{chatty_})})));
    story_.clear();
    EXPECT_TRUE(MM_LOG_ENABLED(Level::Debug));
    EXPECT_FALSE(MM_LOG_ENABLED(Level::Trace)) << "no sink wants it";
    MM_DEBUG("debug");
    MM_TRACE("trace");
    ASSERT_EQ(story_.size(), 1U);
    EXPECT_THAT(story_[0], ::testing::StartsWith("chatty: debug debug "));
    tracing::dispatch::shutdown_dispatch();
}

}  // namespace
}  // namespace micromegas::telemetry_sink
