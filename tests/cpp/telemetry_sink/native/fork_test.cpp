// Children of a fork, whose threads begin anew. ThreadSanitizer does not support threads in the child of a process that
// had some, so that these are a program of their own.
#include "end_signals.hpp"
#include "measured_metrics.hpp"

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/system_monitor.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <csignal>
#include <memory>

#include <sys/wait.h>
#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

using ::testing::ExitedWithCode;
using tracing::testing::ScopedRecording;

class ForkDeathTest : public ::testing::Test {
protected:
    void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

/// What a child of the fork ends by.
int status_of_child(void (*run)()) {
    const pid_t pid = fork();
    if (pid == 0) {
        run();
        _exit(1);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    return status;
}

TEST_F(ForkDeathTest, AChildEndsAtOnceByASignalUntilItIsInitialised) {
    EXPECT_EXIT(
        {
            const auto telemetry = init();
            const int status = status_of_child([] {
                kill(getpid(), SIGINT);
                wait_for_ever();
            });
            _exit(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT ? 0 : 1);
        },
        ExitedWithCode(0), "^$");
    EXPECT_EXIT(
        {
            const auto telemetry = init();
            const int status = status_of_child([] { run_until(SIGTERM); });
            _exit(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM ? 0 : 1);
        },
        ExitedWithCode(0), "^2 entries\n$");
}

TEST(Fork, TheSystemMonitorBeginsAnewInTheChild) {
    std::unique_ptr<SystemMonitor> monitor = std::make_unique<SystemMonitor>();
    {
        const ScopedRecording recording;
        monitor->start();
        const pid_t pid = fork();
        ASSERT_NE(pid, -1);
        if (pid == 0) {
            monitor.reset();  // waits for no thread
            const ScopedRecording of_child;
            SystemMonitor anew;
            anew.start();
            const bool has_measured = read_all(of_child).size() == 6;
            anew.stop();
            _exit(has_measured ? 0 : 1);
        }
        int status = -1;
        ASSERT_EQ(waitpid(pid, &status, 0), pid);
        EXPECT_EQ(status, 0);
    }
    monitor.reset();
}

}  // namespace
}  // namespace micromegas::telemetry_sink
