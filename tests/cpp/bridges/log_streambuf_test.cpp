#include <micromegas/tracing/detail/has_threads.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/log_streambuf.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <iostream>
#include <ostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ScopedTracing;
using ::testing::SizeIs;

// begin: iostream
void list(const std::vector<std::string>& tables) {
    const micromegas::tracing::StreamRedirect redirect{std::cout, {.target = "tables"}};
    for (const std::string& table : tables) {
        std::cout << "table " << table << '\n';
    }
}
// end

TEST(LogStreambuf, LinesBecomeEntries) {
    const ScopedTracing tracing;
    std::streambuf* const before = std::cout.rdbuf();
    list({"cars", "airports"});
    EXPECT_EQ(std::cout.rdbuf(), before);
    EXPECT_THAT(tracing.messages(), ElementsAre("table cars", "table airports"));
    EXPECT_EQ(tracing.logs()[0].target, "tables");
    EXPECT_EQ(tracing.logs()[0].level, Level::Info);
}

TEST(LogStreambuf, PartsAreKeptUntilALineEndsOrTheStreamIsFlushed) {
    const ScopedTracing tracing;
    {
        LogStreambuf buffer{{.level = Level::Warn}};
        std::ostream stream{&buffer};
        stream << "one ";
        stream.put('t') << "wo\n\n{three}\r\nfo";
        EXPECT_THAT(tracing.messages(), ElementsAre("one two", "{three}"));
        stream << "ur" << std::flush << std::flush << "five" << std::endl << "six";
        EXPECT_THAT(tracing.messages(), ElementsAre("one two", "{three}", "four", "five"));
        EXPECT_TRUE(stream.good());
    }
    EXPECT_EQ(tracing.messages().back(), "six");
    EXPECT_EQ(tracing.logs().back().level, Level::Warn);
}

TEST(LogStreambuf, ALineWithoutEndIsCut) {
    const ScopedTracing tracing;
    LogStreambuf buffer;
    std::ostream stream{&buffer};
    stream << std::string(65'535, 'x');
    EXPECT_THAT(tracing.messages(), IsEmpty());
    stream << "yz";
    ASSERT_THAT(tracing.messages(), SizeIs(1));
    EXPECT_THAT(tracing.messages()[0], SizeIs(65'537));
}

TEST(StreamRedirect, LinesOfAnUnbufferedStreamStayWhole) {
    const ScopedTracing tracing;
    {
        const StreamRedirect redirect{std::cerr, {.level = Level::Error, .target = "stderr"}};
        std::cerr << "line " << 1 << " of " << 2 << '\n';
    }
    EXPECT_TRUE((std::cerr.flags() & std::ios_base::unitbuf) != 0);
    EXPECT_THAT(tracing.messages(), ElementsAre("line 1 of 2"));
}

TEST(StreamRedirect, ABufferThatTheProgramSetMeanwhileStays) {
    std::ostringstream first;
    std::ostringstream second;
    std::ostream stream{first.rdbuf()};
    {
        const StreamRedirect redirect{stream};
        stream.rdbuf(second.rdbuf());
    }
    stream << "text";
    EXPECT_EQ(second.str(), "text");
}

TEST(LogStreambuf, EachThreadHasLinesOfItsOwn) {
    if constexpr (detail::kHasThreads) {
        const ScopedTracing tracing;
        LogStreambuf buffer;
        std::vector<std::thread> threads;
        for (const char letter : {'a', 'b', 'c', 'd'}) {
            threads.emplace_back([&buffer, letter] {
                std::ostream stream{&buffer};  // std::cout itself may be shared by threads
                for (int i = 0; i < 200; ++i) {
                    stream << letter << letter << letter << '\n';
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        EXPECT_THAT(tracing.messages(), SizeIs(800));
        EXPECT_THAT(tracing.messages(), Each(::testing::AnyOf("aaa", "bbb", "ccc", "ddd")));
    }
}

}  // namespace
}  // namespace micromegas::tracing
