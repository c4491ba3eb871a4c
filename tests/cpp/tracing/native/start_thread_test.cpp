#include <micromegas/tracing/detail/start_thread.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <initializer_list>

namespace micromegas::tracing::detail {
namespace {

TEST(StartThread, TakesFaultsAndNoOtherSignal) {
    sigset_t blocked{};
    pthread_t thread{};
    const auto ask = [](void* set) -> void* {
        static_cast<void>(pthread_sigmask(SIG_SETMASK, nullptr, static_cast<sigset_t*>(set)));
        return nullptr;
    };
    ASSERT_EQ(start_thread(thread, ask, &blocked), 0);
    ASSERT_EQ(pthread_join(thread, nullptr), 0);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGXFSZ, SIGUSR1, SIGCHLD}) {
        EXPECT_EQ(sigismember(&blocked, signal), 1) << signal;
    }
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
        EXPECT_EQ(sigismember(&blocked, fault), 0) << fault << ": the crash handlers have to see it";
    }
    sigset_t own{};
    ASSERT_EQ(pthread_sigmask(SIG_SETMASK, nullptr, &own), 0);
    EXPECT_EQ(sigismember(&own, SIGINT), 0);
}

}  // namespace
}  // namespace micromegas::tracing::detail
