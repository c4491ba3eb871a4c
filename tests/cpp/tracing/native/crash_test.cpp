// Counts the events that arrive when a program crashes or exits, in real child processes (crash_program.cpp).
#include <gmock/gmock.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace micromegas::tracing {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

/// A wait status in words: "exit 3", "signal 11".
std::string describe(int status) {
    return WIFEXITED(status) ? "exit " + std::to_string(WEXITSTATUS(status))
                             : "signal " + std::to_string(WTERMSIG(status));
}

std::string killed_by(int signal) { return "signal " + std::to_string(signal); }

struct Ended {
    std::string how;
    std::map<std::string, std::uint64_t> counts;  // of events, by kind
    std::vector<std::string> fatal;               // messages
    std::vector<std::string> stack;               // of the last one
};

Ended run_program(const char* end) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    const pid_t pid = fork();
    if (pid == 0) {
        const rlimit no_core{0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        // The program handles signals itself, and its operator new calls malloc.
        setenv("ASAN_OPTIONS",
               "handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:"
               "use_sigaltstack=0:detect_leaks=0:alloc_dealloc_mismatch=0",
               1);
        setenv("UBSAN_OPTIONS", "handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0", 1);
        execl(CRASH_PROGRAM, CRASH_PROGRAM, end, nullptr);
        _exit(127);
    }
    close(ends[1]);
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t size = 0; (size = read(ends[0], buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    close(ends[0]);
    int status = 0;
    EXPECT_EQ(waitpid(pid, &status, 0), pid);

    Ended ended{.how = describe(status), .counts = {}, .fatal = {}, .stack = {}};
    std::istringstream lines{text};
    for (std::string kind; lines >> kind;) {
        if (kind == "fatal") {
            std::string target;
            lines >> target;
            EXPECT_THAT(target, AnyOf("micromegas::tracing", "micromegas::tracing::crash_program"));
            std::getline(lines >> std::ws, ended.fatal.emplace_back());
            ended.stack.clear();
        } else if (kind == "stack") {
            std::getline(lines >> std::ws, ended.stack.emplace_back());
        } else {
            std::uint64_t count = 0;
            lines >> count;
            EXPECT_TRUE(lines) << text;
            ended.counts[kind] += count;
        }
    }
    return ended;
}

constexpr std::uint64_t kEvents = 10 * 10'000;

using Counts = std::map<std::string, std::uint64_t>;

/// The counts of `rounds` of a log, a metric and a span each, handed over and shut down.
Counts all_of(std::uint64_t rounds, std::uint64_t fatal_entries = 0) {
    return {{"log", rounds + fatal_entries}, {"metrics", rounds}, {"cpu", 2 * rounds}, {"shutdown", 1}};
}

struct SignalCase {
    const char* end;
    int signal;
    const char* message;
    const char* function;  // one of those that were under way
};

class CrashBySignal : public ::testing::TestWithParam<SignalCase> {};

TEST_P(CrashBySignal, EverythingThatWasRecordedArrives) {
    const Ended ended = run_program(GetParam().end);
    EXPECT_EQ(ended.how, killed_by(GetParam().signal));
    EXPECT_THAT(ended.fatal, ElementsAre(MatchesRegex(GetParam().message)));
    EXPECT_EQ(ended.counts, all_of(kEvents, 1));
    EXPECT_THAT(ended.stack, Contains(HasSubstr(GetParam().function)));
}

INSTANTIATE_TEST_SUITE_P(
    Crash, CrashBySignal,
    ::testing::Values(
        SignalCase{"abort", SIGABRT, "SIGABRT in thread [0-9]+ \\(crash_program\\)", "abort"},
        SignalCase{"segv", SIGSEGV, "SIGSEGV in thread [0-9]+ \\(crash_program\\) at address 0x40", "segfault"},
        SignalCase{"segv-in-a-thread", SIGSEGV, "SIGSEGV in thread [0-9]+ \\(a worker\\) at address 0x40", "segfault"},
        SignalCase{"segv-in-a-context", SIGSEGV,
                   "SIGSEGV in thread [0-9]+ \\(crash_program\\) at address 0x40 request=7 scene=1", "segfault"},
        SignalCase{"segv-sent", SIGSEGV, "SIGSEGV in thread [0-9]+ \\(crash_program\\)", "libc.so"},
        SignalCase{"bus", SIGBUS, "SIGBUS in thread [0-9]+ \\(crash_program\\) at address 0x[0-9a-f]+", "bus_error"},
        SignalCase{"fpe", SIGFPE, "SIGFPE in thread [0-9]+ \\(crash_program\\)", "libc.so"},
        SignalCase{"ill", SIGILL, "SIGILL in thread [0-9]+ \\(crash_program\\)", "libc.so"},
        SignalCase{"exception", SIGABRT, ".*std::runtime_error: nobody catches this", "throw_uncaught"},
        SignalCase{"exception-in-a-context", SIGABRT, ".*std::runtime_error: nobody catches this request=7",
                   "throw_uncaught"},
        SignalCase{"exception-without-handlers", SIGABRT, ".*std::runtime_error: nobody catches this",
                   "throw_uncaught"},
        SignalCase{"stack-overflow", SIGSEGV, "SIGSEGV in thread [0-9]+ \\(crash_program\\) at address 0x[0-9a-f]+",
                   "overflow_the_stack"},
        SignalCase{"stack-overflow-in-a-thread", SIGSEGV,
                   "SIGSEGV in thread [0-9]+ \\(crash_program\\) at address 0x[0-9a-f]+", "overflow_the_stack"},
        SignalCase{"stack-overflow-in-an-older-thread", SIGSEGV,
                   "SIGSEGV in thread [0-9]+ \\(crash_program\\) at address 0x[0-9a-f]+", "overflow_the_stack"},
        SignalCase{"two-exceptions", SIGABRT, ".*std::runtime_error: nobody catches this", "throw_uncaught"},
        SignalCase{"two-threads", SIGSEGV, "SIGSEGV in thread [0-9]+ \\(crash_program\\) at address 0x40", "segfault"}),
    [](const auto& test) {
        std::string name = test.param.end;
        std::erase(name, '-');
        return name;
    });

TEST(Crash, TheStackBeginsWithTheFunctionThatCrashed) {
    const Ended ended = run_program("segv");
    ASSERT_FALSE(ended.stack.empty());
    EXPECT_THAT(ended.stack.front(), MatchesRegex("micromegas::tracing::.*segfault\\(\\)\\+0x[0-9a-f]+ "
                                                  "\\(crash_program\\+0x[0-9a-f]+\\)"));
    EXPECT_LE(ended.stack.size(), 64U);
}

TEST(Crash, AStackThatCannotBeReadCostsTheStackAlone) {
    const Ended ended = run_program("lost-stack");
    EXPECT_EQ(ended.how, killed_by(SIGSEGV));
    EXPECT_THAT(ended.fatal, ElementsAre(HasSubstr("SIGSEGV in thread ")));
    EXPECT_EQ(ended.counts, all_of(kEvents, 1));
}

TEST(Crash, BringsTheBacktrace) {
    const Ended ended = run_program("with-a-backtrace");
    EXPECT_EQ(ended.how, killed_by(SIGSEGV));
    EXPECT_EQ(ended.counts, (Counts{{"log", 11}, {"shutdown", 1}}));
}

TEST(Crash, ThePreviousHandlerComesNext) {
    const Ended ended = run_program("previous-handler");
    EXPECT_EQ(ended.how, "exit 42");
    Counts expected = all_of(kEvents, 1);
    expected["previous"] = 1;
    EXPECT_EQ(ended.counts, expected);
}

TEST(Crash, WhileThreadsRecord) {
    const Ended ended = run_program("while-recording");
    EXPECT_EQ(ended.how, killed_by(SIGSEGV));
    EXPECT_THAT(ended.fatal, ElementsAre(MatchesRegex("SIGSEGV.*")));
    EXPECT_GE(ended.counts.at("log"), 401U);
    EXPECT_GE(ended.counts.at("metrics"), 400U);
    EXPECT_GE(ended.counts.at("cpu"), 800U);
    EXPECT_EQ(ended.counts.at("shutdown"), 1U);
}

TEST(Crash, WhileAnotherThreadHandsOver) {
    const Ended ended = run_program("while-flushing");
    EXPECT_EQ(ended.how, killed_by(SIGSEGV));
    EXPECT_THAT(ended.fatal, ElementsAre(MatchesRegex("SIGSEGV.*")));
    EXPECT_GE(ended.counts.at("log"), 401U);
    EXPECT_EQ(ended.counts.at("shutdown"), 1U);
}

TEST(Crash, InsideTheSinkEndsAllTheSame) {
    const Ended with_blocks = run_program("in-the-sink");
    EXPECT_EQ(with_blocks.how, killed_by(SIGSEGV));
    EXPECT_EQ(with_blocks.counts.at("cpu"), 20U) << "it got them before";
    const Ended with_text = run_program("in-the-sinks-text");
    EXPECT_EQ(with_text.how, killed_by(SIGSEGV));
    EXPECT_EQ(with_text.counts, all_of(10, 2)) << "between two calls nobody is handing over";
}

TEST(Crash, InsideAFormatter) {
    const Ended ended = run_program("in-a-formatter");
    EXPECT_EQ(ended.how, killed_by(SIGSEGV));
    EXPECT_THAT(ended.fatal, ElementsAre(MatchesRegex("SIGSEGV.*")));
    EXPECT_EQ(ended.counts, all_of(10, 1));
}

TEST(Crash, TheSinkCrashesOverTheCrash) {
    const Ended ended = run_program("at-shutdown");
    EXPECT_EQ(ended.how, killed_by(SIGABRT)) << "the first one counts";
    Counts expected = all_of(10, 1);
    expected.erase("shutdown");
    EXPECT_EQ(ended.counts, expected);
}

TEST(Crash, WithTheHeapLocked) {
    const Ended ended = run_program("with-the-heap-locked");
    EXPECT_EQ(ended.how, killed_by(SIGSEGV)) << "after the patience";
    EXPECT_THAT(ended.counts, IsEmpty());
}

TEST(Crash, WithoutATracingThatCouldHandOver) {
    const Ended ended = run_program("not-initialised");
    EXPECT_EQ(ended.how, killed_by(SIGSEGV));
    EXPECT_THAT(ended.counts, IsEmpty());
}

TEST(Crash, TheChildOfAForkBeginsWithoutHandlers) {
    const Ended ended = run_program("in-a-child");
    EXPECT_EQ(ended.how, "exit 0");
    Counts expected = all_of(5);
    expected["crashes-of-children"] = 1;
    EXPECT_EQ(ended.counts, expected) << "all of the parent";
    const Ended anew = run_program("in-a-child-that-begins-anew");
    EXPECT_EQ(anew.how, "exit 0");
    EXPECT_THAT(anew.fatal, ElementsAre(MatchesRegex("SIGSEGV.*")));
    expected = all_of(5 + 10, 1);
    expected["shutdown"] = 2;
    expected["crashes-of-children"] = 1;
    EXPECT_EQ(anew.counts, expected);
}

TEST(Crash, HandlersCanBeRemovedAndInstalledAgain) {
    const Ended removed = run_program("removed");
    EXPECT_EQ(removed.how, killed_by(SIGSEGV));
    EXPECT_THAT(removed.counts, IsEmpty());
    const Ended again = run_program("installed-again");
    EXPECT_EQ(again.how, killed_by(SIGSEGV));
    EXPECT_EQ(again.counts, all_of(10, 1));
}

TEST(Crash, ASignalThatIsIgnoredStaysSo) {
    const Ended ended = run_program("ignored");
    EXPECT_EQ(ended.how, "exit 0");
    EXPECT_THAT(ended.fatal, IsEmpty());
    Counts expected = all_of(10);
    expected["alive"] = 1;
    EXPECT_EQ(ended.counts, expected);
}

TEST(Exit, AGuardDeliversEverything) {
    const Ended by_return = run_program("return");
    EXPECT_EQ(by_return.how, "exit 0");
    EXPECT_EQ(by_return.counts, all_of(kEvents));
    for (const char* const end : {"exit-with-static-guard", "exit-in-a-thread"}) {
        const Ended ended = run_program(end);
        EXPECT_EQ(ended.how, "exit 3") << end;
        EXPECT_EQ(ended.counts, all_of(kEvents)) << end;
    }
}

TEST(Exit, WithoutAGuardsEndOnlyEventsHandedOverBeforeArrive) {
    Counts expected = all_of(kEvents);
    expected.erase("shutdown");
    for (const char* const end : {"exit-with-guard-on-the-stack", "_exit"}) {
        const Ended ended = run_program(end);
        EXPECT_EQ(ended.how, "exit 3") << end;
        EXPECT_EQ(ended.counts, expected) << end;
    }
}

TEST(Exit, ThreadsMayGoOnRecording) {
    const Ended ended = run_program("threads-that-go-on");
    EXPECT_EQ(ended.how, "exit 0");
    EXPECT_GE(ended.counts.at("log"), 400U);
    EXPECT_EQ(ended.counts.at("shutdown"), 1U);
}

TEST(Exit, StaticDestructorsMayLog) {
    const Ended ended = run_program("static-destructors");
    EXPECT_EQ(ended.how, "exit 0");
    EXPECT_EQ(ended.counts, all_of(11)) << "the one before the guard's end arrives, those after it do not";
}

}  // namespace
}  // namespace micromegas::tracing
