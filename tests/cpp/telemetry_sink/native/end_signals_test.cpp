// Ctrl-C and SIGTERM, in children of the test.
#include "end_signals.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <memory>

#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

using ::testing::ExitedWithCode;
using ::testing::KilledBySignal;

class EndSignalsDeathTest : public ::testing::Test {
protected:
    void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

bool is_default(int signal) {
    struct sigaction action {};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_DFL;
}

TEST_F(EndSignalsDeathTest, EverythingIsHandedOverThenTheSignalEndsTheProcess) {
    EXPECT_EXIT(run_until(SIGINT), KilledBySignal(SIGINT), "^2 entries\n$");
    EXPECT_EXIT(run_until(SIGTERM), KilledBySignal(SIGTERM), "^2 entries\n$");
}

TEST_F(EndSignalsDeathTest, TheGuardMayEndMeanwhile) {
    EXPECT_EXIT(
        {
            {
                const auto telemetry = init();
                kill(getpid(), SIGTERM);
            }
            wait_for_ever();
        },
        KilledBySignal(SIGTERM), "^1 entries\n$");
}

/// Gets a signal while the guard ends.
class Signalled final : public Counter {
public:
    void on_shutdown() noexcept override {
        kill(getpid(), SIGTERM);
        Counter::on_shutdown();
    }
};

TEST_F(EndSignalsDeathTest, OneThatComesDuringTheShutdownLetsItFinish) {
    EXPECT_EXIT(
        {
            {
                const auto telemetry = init(std::make_shared<Signalled>());
                MM_INFO("recorded before");
            }
            wait_for_ever();
        },
        KilledBySignal(SIGTERM), "^1 entries\n$");
}

TEST_F(EndSignalsDeathTest, AHandlerOfTheProgramsOwnIsLeftAlone) {
    EXPECT_EXIT(
        {
            std::signal(SIGINT, [](int) { _exit(7); });
            const auto telemetry = init();
            kill(getpid(), SIGINT);
            wait_for_ever();
        },
        ExitedWithCode(7), "^$");
    EXPECT_EXIT(
        {
            {
                const auto telemetry = init();
                std::signal(SIGINT, [](int) { _exit(7); });
            }
            kill(getpid(), SIGINT);
            wait_for_ever();
        },
        ExitedWithCode(7), "^0 entries\n$")
        << "the guard's end does not put the system's way back";
}

TEST_F(EndSignalsDeathTest, ASignalThatIsIgnoredStaysSo) {
    EXPECT_EXIT(
        {
            std::signal(SIGTERM, SIG_IGN);
            {
                const auto telemetry = init();
                kill(getpid(), SIGTERM);
                MM_INFO("goes on");
            }
            std::exit(0);
        },
        ExitedWithCode(0), "^1 entries\n$");
}

TEST_F(EndSignalsDeathTest, TheSystemsWayComesBackWithTheEndOfTheGuard) {
    EXPECT_EXIT(
        {
            { const auto telemetry = init(); }
            { const auto telemetry = init(); }
            std::exit(is_default(SIGINT) && is_default(SIGTERM) ? 0 : 1);
        },
        ExitedWithCode(0), "");
}

TEST_F(EndSignalsDeathTest, NothingIsTouchedWhereNobodyAsksForBlocks) {
    EXPECT_EXIT(
        {
            const auto telemetry = init_telemetry();
            std::exit(is_default(SIGINT) && is_default(SIGTERM) ? 0 : 1);
        },
        ExitedWithCode(0), "");
    EXPECT_EXIT(
        {
            const auto telemetry =
                init_telemetry({.sinks = {std::make_shared<Counter>()}, .system_monitor = false, .end_signals = false});
            std::exit(is_default(SIGINT) && is_default(SIGTERM) ? 0 : 1);
        },
        ExitedWithCode(0), "");
    EXPECT_EXIT(
        {
            const auto telemetry = init_telemetry({.end_signals = true});
            std::exit(is_default(SIGINT) || is_default(SIGTERM) ? 1 : 0);
        },
        ExitedWithCode(0), "");
}

/// Hangs at the end, and is impatient.
class Hanging final : public tracing::NullEventSink {
public:
    [[nodiscard]] tracing::SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_shutdown() noexcept override {
        kill(getpid(), SIGINT);
        wait_for_ever();
    }
};

TEST_F(EndSignalsDeathTest, ASecondOneEndsTheProcessAtOnce) {
    EXPECT_EXIT(
        {
            const auto telemetry = init(std::make_shared<Hanging>());
            kill(getpid(), SIGTERM);
            wait_for_ever();
        },
        KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace micromegas::telemetry_sink
