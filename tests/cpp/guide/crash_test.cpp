// The code of docs/guide/crash.md.
// begin: handlers
#include <micromegas/tracing/crash_handlers.hpp>

const std::error_code error = micromegas::tracing::install_crash_handlers();
// end

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <system_error>

#include <gtest/gtest.h>

namespace {

int run() {
    MM_WARN("this arrives");
    std::exit(3);  // NOLINT(concurrency-mt-unsafe)
}

namespace program {

// begin: static-guard
int main() {
    static const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    return run();
}
// end

}  // namespace program

TEST(CrashGuideDeathTest, AStaticGuardLosesNothingAtExit) {
    EXPECT_EXIT(program::main(), testing::ExitedWithCode(3), "");
}

TEST(CrashGuide, HandlersAreInstalled) { EXPECT_EQ(error, std::error_code{}); }

void start_working() { kill(getpid(), SIGTERM); }

TEST(CrashGuide, AProgramMayWaitForItsSignals) {
    // begin: signals
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before other threads start, which inherit it
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    start_working();  // on other threads
    int signal = 0;
    sigwait(&ends, &signal);
    // end
    EXPECT_EQ(signal, SIGTERM);
    pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);
}

}  // namespace
