// The terminate hook, in real child processes.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/terminate_hook.hpp>

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::KilledBySignal;
using ::testing::Not;

class StderrSink : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata& desc, std::span<const PropertyView>, std::int64_t,
                std::string_view message) noexcept override {
        std::fprintf(stderr, "<%s %s>%s</>\n", std::string{to_string(desc.level)}.c_str(),
                     std::string{desc.target}.c_str(), std::string{message}.c_str());
    }
    void on_shutdown() noexcept override { std::fputs("<shutdown/>\n", stderr); }
};

template <class Exception>
[[noreturn]] void throw_it(Exception exception) {
    throw exception;
}

/// Throws an exception that nothing catches.
template <class Exception>
[[noreturn]] void throw_uncaught(Exception exception) noexcept {
    throw_it(std::move(exception));
}

/// Throws from inside `on_log`: this breaks the contract, and ends the program.
class ThrowingSink : public StderrSink {
public:
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t, std::string_view) noexcept override {
        std::fputs("<throws/>\n", stderr);
        throw_it(std::runtime_error("a sink threw"));
    }
};

/// Logs from inside `on_log` and, at the end, while it shuts down.
class LoggingSink : public StderrSink {
public:
    void on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override {
        StderrSink::on_log(desc, properties, time, message);
        MM_ERROR("from inside on_log");
    }
    void on_shutdown() noexcept override {
        MM_ERROR("from inside on_shutdown");
        StderrSink::on_shutdown();
    }
};

/// Never returns for an entry of another thread.
class HangingSink : public StderrSink {
public:
    void on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override {
        if (message == "hang") {
            entered = true;
            while (true) {
                std::this_thread::sleep_for(1s);
            }
        }
        StderrSink::on_log(desc, properties, time, message);
    }
    static inline std::atomic<bool> entered{false};
};

class NeverShutDownSink : public StderrSink {
public:
    void on_shutdown() noexcept override {
        while (true) {
            std::this_thread::sleep_for(1s);
        }
    }
};

struct NotStandard {};

[[noreturn]] void previous_handler() {
    std::fputs("<previous/>\n", stderr);
    std::abort();
}

[[noreturn]] void other_handler() {
    std::fputs("<other/>\n", stderr);
    std::abort();
}

TracingSystemGuard init(std::shared_ptr<EventSink> sink = std::make_shared<StderrSink>(),
                        const DispatchConfig& config = {}) {
    std::set_terminate(previous_handler);
    set_max_level(LevelFilter::Trace);
    return {config, std::move(sink)};
}

class TerminateHookDeathTest : public ::testing::Test {
protected:
    void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

/// Runs in the child alone, so that this process keeps its handler.
#define EXPECT_ABORT(statement, output) EXPECT_EXIT(statement, KilledBySignal(SIGABRT), output)

TEST_F(TerminateHookDeathTest, AnUncaughtExceptionIsLoggedThenThePreviousHandlerRuns) {
    EXPECT_ABORT(
        {
            const auto guard = init();
            throw_uncaught(std::runtime_error("disk full"));
        },
        HasSubstr("<fatal micromegas::tracing>terminate called after throwing std::runtime_error: disk full</>\n"
                  "<shutdown/>\n<previous/>\n"));
}

TEST_F(TerminateHookDeathTest, BytesOfTheTextThatAreNotUtf8AreReplaced) {
    EXPECT_ABORT(
        {
            const auto guard = init();
            throw_uncaught(std::runtime_error("caf\xe9 is closed"));
        },
        HasSubstr("std::runtime_error: caf\uFFFD is closed</>\n<shutdown/>\n<previous/>\n"));
}

TEST_F(TerminateHookDeathTest, OnAnyThread) {
    EXPECT_ABORT(
        {
            const auto guard = init();
            std::thread([] { throw std::out_of_range("on a thread"); }).join();
        },
        HasSubstr("terminate called after throwing std::out_of_range: on a thread</>\n<shutdown/>\n<previous/>\n"));
}

TEST_F(TerminateHookDeathTest, AnotherExceptionThanAStandardOneHasItsTypeOnly) {
    EXPECT_ABORT(
        {
            const auto guard = init();
            throw_uncaught(NotStandard{});
        },
        HasSubstr("terminate called after throwing micromegas::tracing::(anonymous namespace)::NotStandard</>\n"));
    EXPECT_ABORT(
        {
            const auto guard = init();
            throw_uncaught(42);
        },
        HasSubstr("terminate called after throwing int</>\n<shutdown/>\n<previous/>\n"));
}

TEST_F(TerminateHookDeathTest, TerminateWithoutAnException) {
    EXPECT_ABORT(
        {
            const auto guard = init();
            std::terminate();
        },
        HasSubstr(
            "<fatal micromegas::tracing>terminate called without an active exception</>\n<shutdown/>\n<previous/>\n"));
}

TEST_F(TerminateHookDeathTest, TheFilterApplies) {
    EXPECT_ABORT(
        {
            const auto guard = init();
            set_max_level(LevelFilter::Off);
            std::terminate();
        },
        AllOf(Not(HasSubstr("<fatal")), HasSubstr("<shutdown/>\n<previous/>\n")));
}

TEST_F(TerminateHookDeathTest, ASinkThatThrowsEndsTheProgramOnce) {
    EXPECT_ABORT(
        {
            const auto guard = init(std::make_shared<ThrowingSink>());
            MM_INFO("to the sink");
        },
        AllOf(HasSubstr("<throws/>\n<shutdown/>\n<previous/>\n"), Not(HasSubstr("<throws/>\n<throws/>"))));
    EXPECT_ABORT(
        {
            const auto guard = init(std::make_shared<ThrowingSink>());
            throw_uncaught(std::runtime_error("first"));
        },
        HasSubstr("<throws/>\n"))
        << "at the hook's own entry: it gives up without a loop";
}

TEST_F(TerminateHookDeathTest, ASinkThatLogsIsNoDanger) {
    EXPECT_ABORT(
        {
            const auto guard = init(std::make_shared<LoggingSink>());
            throw_uncaught(std::runtime_error("disk full"));
        },
        AllOf(HasSubstr("std::runtime_error: disk full</>\n<shutdown/>\n<previous/>\n"),
              Not(HasSubstr("from inside"))));
}

TEST_F(TerminateHookDeathTest, ACallThatHangsInTheSinkDelaysTheEndOnly) {
    EXPECT_ABORT(
        {
            const auto guard = init(std::make_shared<HangingSink>(), {.shutdown_timeout = 2s});
            std::thread([] { MM_INFO("hang"); }).detach();
            while (!HangingSink::entered) {
                std::this_thread::yield();
            }
            std::terminate();
        },
        HasSubstr("without an active exception</>\n<shutdown/>\n<previous/>\n"));
}

TEST_F(TerminateHookDeathTest, ASinkThatDoesNotReturnIsGivenUp) {
    EXPECT_ABORT(
        {
            const auto guard = init(std::make_shared<NeverShutDownSink>(), {.shutdown_timeout = 1s});
            std::terminate();
        },
        HasSubstr("without an active exception</>\n"
                  "micromegas: the shutdown gave up after 1000 ms: the sink has not returned\n<previous/>\n"));
}

TEST_F(TerminateHookDeathTest, TheHookGoesWithItsGuard) {
    EXPECT_ABORT(
        {
            { const auto guard = init(); }
            std::fputs("<guard ended/>\n", stderr);
            std::terminate();
        },
        AllOf(HasSubstr("<shutdown/>\n<guard ended/>\n<previous/>\n"), Not(HasSubstr("<fatal"))));
}

TEST_F(TerminateHookDeathTest, AHandlerThatIsInstalledOverItStays) {
    EXPECT_ABORT(
        {
            {
                const auto guard = init();
                std::set_terminate(other_handler);
            }
            std::terminate();
        },
        AllOf(HasSubstr("<other/>\n"), Not(HasSubstr("<previous/>"))));
}

TEST_F(TerminateHookDeathTest, ASecondGuardInstallsItAgain) {
    EXPECT_ABORT(
        {
            { const auto guard = init(); }
            const auto guard = init();
            std::terminate();
        },
        HasSubstr("<shutdown/>\n<fatal micromegas::tracing>terminate called without an active exception</>\n"
                  "<shutdown/>\n<previous/>\n"));
}

TEST_F(TerminateHookDeathTest, InstallingTwiceDoesNothing) {
    EXPECT_ABORT(
        {
            const auto guard = init();
            install_terminate_hook();
            install_terminate_hook();
            std::terminate();
        },
        HasSubstr("without an active exception</>\n<shutdown/>\n<previous/>\n"));
    const std::terminate_handler before = std::get_terminate();
    remove_terminate_hook();
    EXPECT_EQ(std::get_terminate(), before) << "removing a hook that is not installed";
    install_terminate_hook();
    EXPECT_NE(std::get_terminate(), before);
    remove_terminate_hook();
    EXPECT_EQ(std::get_terminate(), before);
}

}  // namespace
}  // namespace micromegas::tracing
