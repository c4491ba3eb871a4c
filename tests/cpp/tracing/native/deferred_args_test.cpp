// A log call's record prints the same text as the call at once, even if the arguments change later.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::tracing {

enum Plain { kOne = 1, kTwo };
enum class Color : std::uint8_t { Red, Green };

struct NotDeferrable {
    std::string name;
};

struct Copied {
    explicit Copied(int of) : value(of) {}
    int value;
};
template <>
inline constexpr bool is_safe_to_copy<Copied> = true;

}  // namespace micromegas::tracing

template <>
struct fmt::formatter<micromegas::tracing::Color> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(micromegas::tracing::Color color, Context& context) const {
        return fmt::formatter<std::string_view>::format(color == micromegas::tracing::Color::Red ? "red" : "green",
                                                        context);
    }
};

template <>
struct fmt::formatter<micromegas::tracing::NotDeferrable> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const micromegas::tracing::NotDeferrable& object, Context& context) const {
        return fmt::formatter<std::string_view>::format(object.name, context);
    }
};

template <>
struct fmt::formatter<micromegas::tracing::Copied> : fmt::formatter<int> {
    template <class Context>
    auto format(const micromegas::tracing::Copied& copied, Context& context) const {
        ++formatted;
        return fmt::formatter<int>::format(copied.value, context);
    }
    static inline int formatted = 0;
};

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> messages(const testing::ScopedRecording& recording) {
    std::vector<std::string> list;
    for (const auto& log : recording.logs()) {
        list.push_back(log.message);
    }
    return list;
}

TEST(DeferredArgs, TypesThatAreDeclaredSafeToCopy) {
    const testing::ScopedRecording recording;
    Copied copied{1};
    MM_INFO("{:03}", copied);
    copied.value = 2;
    EXPECT_EQ(fmt::formatter<Copied>::formatted, 0);
    EXPECT_THAT(messages(recording), ElementsAre("001"));
    EXPECT_EQ(fmt::formatter<Copied>::formatted, 1);
}

TEST(DeferredArgs, NumbersOfEveryType) {
    const testing::ScopedRecording recording;
    MM_INFO("{} {} {} {}", true, 'x', std::int8_t{-8}, std::uint16_t{16});
    MM_INFO("{} {} {} {}", -1, 2U, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::uint64_t>::max());
    MM_INFO("{} {:.3f} {}", 1.5F, 3.14159, 2.5L);
    MM_INFO("{1:>5} {0:#x}", 255, 7);
    MM_INFO("{{}}");
    MM_INFO("{{{}}}", 1);
    EXPECT_THAT(messages(recording), ElementsAre("true x -8 16", "-1 2 -9223372036854775808 18446744073709551615",
                                                 "1.5 3.142 2.5", "    7 0xff", "{}", "{1}"));
}

TEST(DeferredArgs, StringsAreCopied) {
    const testing::ScopedRecording recording;
    {
        std::string text = "a string that is too long for the small buffer of its object";
        std::string_view view = text;
        char array[] = "array";                                   // NOLINT(modernize-avoid-c-arrays): as in C code
        const char constant[] = {'l', 'o', 'c', 'a', 'l', '\0'};  // NOLINT(modernize-avoid-c-arrays)
        const char* pointer = text.c_str();
        const std::string empty;
        MM_INFO("{} {} {} {} {} [{}]", text, view.substr(0, 1), array, constant, pointer, empty);
        MM_INFO("{}", std::string{"a temporary that is too long for the small buffer as well, by far"});
        text.assign(text.size(), '!');
        array[0] = '!';
    }
    EXPECT_THAT(messages(recording),
                ElementsAre("a string that is too long for the small buffer of its object a array local "
                            "a string that is too long for the small buffer of its object []",
                            "a temporary that is too long for the small buffer as well, by far"));
}

TEST(DeferredArgs, ArraysThatMayChangeAreCopied) {
    const testing::ScopedRecording recording;
    static char array[] = "before";  // NOLINT(modernize-avoid-c-arrays): its address is a constant
    MM_INFO("{}", array);
    array[0] = 'B';
    EXPECT_THAT(messages(recording), ElementsAre("before"));
}

TEST(DeferredArgs, LiteralsAndTextWithNuls) {
    const testing::ScopedRecording recording;
    MM_INFO("{} and {}", "a literal", "");
    MM_INFO("{}", std::string_view{"a\0b", 3});
    const char* const nothing = nullptr;
    MM_INFO("{}", nothing);
    EXPECT_THAT(messages(recording), ElementsAre("a literal and ", std::string_view("a\0b", 3), "(null)"));
}

TEST(DeferredArgs, ANullTextReadsTheSameAtOnce) {
    const testing::ScopedTracing recorded;
    const char* const nothing = nullptr;
    MM_INFO("{}", nothing);
    EXPECT_THAT(recorded.messages(), ElementsAre("(null)"));
}

TEST(DeferredArgs, EnumsAndPointers) {
    const testing::ScopedRecording recording;
    int target = 0;
    const void* const address = &target;
    MM_INFO("{} {}", Color::Green, static_cast<int>(kTwo));
    MM_INFO("{}", address);
    MM_INFO("{}", nullptr);
    EXPECT_THAT(messages(recording), ElementsAre("green 2", fmt::format("{}", address), "0x0"));
}

TEST(DeferredArgs, OtherTypesAreFormattedInTheCaller) {
    const testing::ScopedRecording recording;
    {
        NotDeferrable object{"before"};
        MM_INFO("{} {}", object, 1);
        object.name = "after";
    }
    EXPECT_THAT(messages(recording), ElementsAre("before 1"));
}

TEST(DeferredArgs, TheCallSiteComesAlong) {
    const testing::ScopedRecording recording;
    MM_WARN("row {}", 1);
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), 1U);
    EXPECT_EQ(logs[0].level, Level::Warn);
    EXPECT_EQ(logs[0].target, "micromegas::tracing");
    EXPECT_EQ(logs[0].module_path, "micromegas::tracing");
    EXPECT_THAT(logs[0].file, ::testing::EndsWith("deferred_args_test.cpp"));
    EXPECT_GT(logs[0].line, 0U);
    EXPECT_GT(logs[0].time, 0);
}

TEST(DeferredArgs, InteropEntries) {
    const testing::ScopedRecording recording;
    {
        const std::string target = "net.http";
        const LogMetadata site{Level::Error, "", target, "", "client.js", 7, MetadataLifetime::Transient};
        dispatch::log_interop(site, "plain");
        const std::vector<Property> properties{{"status", "500"}};
        dispatch::log_interop(site, "tagged", properties);
    }
    const auto logs = recording.logs();
    ASSERT_EQ(logs.size(), 2U);
    for (const auto& log : logs) {
        EXPECT_EQ(log.level, Level::Error);
        EXPECT_EQ(log.target, "net.http");
    }
    EXPECT_EQ(logs[0].message, "plain");
    EXPECT_EQ(logs[1].message, "tagged");
    EXPECT_EQ(logs[1].line, 7U);
    EXPECT_THAT(logs[1].properties, ElementsAre(Property{"status", "500"}));
}

enum class Chatty : std::uint8_t { Yes };
enum class Counted : std::uint8_t { One };

int g_times_formatted = 0;

}  // namespace
}  // namespace micromegas::tracing

template <>
struct fmt::formatter<micromegas::tracing::Chatty> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(micromegas::tracing::Chatty, Context& context) const {
        MM_INFO("formatting");
        micromegas::tracing::dispatch::flush_all();
        return fmt::formatter<std::string_view>::format("chatty", context);
    }
};

template <>
struct fmt::formatter<micromegas::tracing::Counted> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(micromegas::tracing::Counted, Context& context) const {
        ++micromegas::tracing::g_times_formatted;
        return fmt::formatter<std::string_view>::format("one", context);
    }
};

namespace micromegas::tracing {
namespace {

/// The formatter of an enum runs where the block is handed over. Its entries come in a later block.
TEST(DeferredArgs, AFormatterMayLogAndFlush) {
    const testing::ScopedRecording recording;
    MM_INFO("{}", Chatty::Yes);
    EXPECT_THAT(messages(recording), ElementsAre("chatty"));
    EXPECT_THAT(messages(recording), ElementsAre("chatty", "formatting"));
}

TEST(DeferredArgs, AreFormattedAtTheHandOverWithPropertiesToo) {
    const testing::ScopedRecording recording;
    g_times_formatted = 0;
    MM_INFO("{}", Counted::One);
    MM_INFO_PROPS((PropertySet{{"table", "cars"}}), "{} {}", Counted::One, std::string{"temporary"});
    MM_INFO_PROPS(PropertySet{}, "{}{{}}", Counted::One);
    EXPECT_EQ(g_times_formatted, 0);
    EXPECT_THAT(messages(recording), ElementsAre("one", "one temporary", "one{}"));
    EXPECT_EQ(g_times_formatted, 3);
    EXPECT_THAT(recording.logs()[1].properties, ElementsAre(Property{"table", "cars"}));
    EXPECT_THAT(recording.logs()[2].properties, ::testing::IsEmpty());
}

/// The same arguments at once and deferred.
class BothSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override {
        return {.text = LevelFilter::Warn, .blocks = true};
    }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t time,
                std::string_view message) noexcept override {
        texts.emplace_back(message);
        times.push_back(time);
    }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        blocks->on_process_block(block);
    }
    std::vector<std::string> texts;
    std::vector<std::int64_t> times;
    std::shared_ptr<InMemorySink> blocks = std::make_shared<InMemorySink>();
};

TEST(DeferredArgs, AnEntryThatIsWantedAtOnceIsRecordedToo) {
    const auto sink = std::make_shared<BothSink>();
    ASSERT_FALSE(dispatch::init_event_dispatch({}, sink));
    MM_WARN("warning {}", 1);
    MM_INFO("information {}", 2);
    MM_ERROR("literal");
    MM_WARN_PROPS((PropertySet{{"a", "1"}}), "tagged {}", 3);
    dispatch::shutdown_dispatch();
    EXPECT_THAT(sink->texts, ElementsAre("warning 1", "literal", "tagged 3"));
    const auto logs = testing::read_logs(*sink->blocks);
    ASSERT_EQ(logs.size(), 4U);
    EXPECT_EQ(logs[0].message, "warning 1");
    EXPECT_EQ(logs[0].time, sink->times[0]) << "stamped once";
    EXPECT_EQ(logs[1].message, "information 2");
    EXPECT_EQ(logs[2].message, "literal");
    EXPECT_EQ(logs[3].message, "tagged 3");
    EXPECT_THAT(logs[3].properties, ElementsAre(Property{"a", "1"}));
}

}  // namespace
}  // namespace micromegas::tracing
