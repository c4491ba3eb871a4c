#include "end_signals.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/detail/start_thread.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <semaphore.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

constexpr std::array kSignals{SIGINT, SIGTERM};

struct EndSignals {
    std::atomic<pid_t> process{0};  // that has the thread; 0: none
    std::atomic<int> came{0};       // the first
    pthread_t thread{};
    sem_t wake{};
};

constinit EndSignals g_signals;

void on_signal(int signal);

bool is_ours(const struct sigaction& action) noexcept {
    return (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == on_signal;
}

void set_default(int signal) noexcept {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    static_cast<void>(sigaction(signal, &action, nullptr));
}

/// In a handler: when that returns.
void end_by(int signal) noexcept {
    set_default(signal);
    static_cast<void>(raise(signal));
}

/// A second one, from a person who does not want to wait, ends the process at once. So does one that comes to the child
/// of a fork, which has no thread.
void on_signal(int signal) {
    const int errno_before = errno;
    int none = 0;
    if (g_signals.process.load() != getpid() || !g_signals.came.compare_exchange_strong(none, signal)) {
        end_by(signal);
    } else {
        static_cast<void>(sem_post(&g_signals.wake));
    }
    errno = errno_before;
}

void end_in_order(int signal) noexcept {
    MM_INFO("{}: the process ends", signal == SIGINT ? "SIGINT" : "SIGTERM");
    tracing::dispatch::shutdown_dispatch();
    sigset_t unblocked{};
    sigemptyset(&unblocked);
    sigaddset(&unblocked, signal);
    static_cast<void>(pthread_sigmask(SIG_UNBLOCK, &unblocked, nullptr));
    end_by(signal);
}

void* wait_for_a_signal(void* /*unused*/) {
    static_cast<void>(pthread_setname_np(pthread_self(), "micromegas-sig"));
    while (sem_wait(&g_signals.wake) != 0) {
    }
    if (const int signal = g_signals.came.load()) {
        end_in_order(signal);
    }
    return nullptr;
}

}  // namespace

void handle_end_signals() noexcept {
    if (g_signals.process.load() == getpid()) {
        return;
    }
    g_signals.came.store(0);
    static_cast<void>(sem_init(&g_signals.wake, 0, 0));
    if (tracing::detail::start_thread(g_signals.thread, wait_for_a_signal, nullptr) != 0) {
        return;
    }
    g_signals.process.store(getpid());
    for (const int signal : kSignals) {
        struct sigaction current {};
        if (sigaction(signal, nullptr, &current) == 0 && (current.sa_flags & SA_SIGINFO) == 0 &&
            current.sa_handler == SIG_DFL) {
            struct sigaction ours {};
            ours.sa_handler = on_signal;
            ours.sa_flags = SA_RESTART | SA_ONSTACK;
            static_cast<void>(sigaction(signal, &ours, nullptr));
        }
    }
}

void wait_for_end_by_signal() noexcept {
    if (g_signals.process.load() == getpid() && g_signals.came.load() != 0) {
        static_cast<void>(pthread_join(g_signals.thread, nullptr));
    }
}

void leave_end_signals() noexcept {
    if (g_signals.process.load() != getpid()) {
        return;
    }
    for (const int signal : kSignals) {
        struct sigaction current {};
        if (sigaction(signal, nullptr, &current) == 0 && is_ours(current)) {
            set_default(signal);
        }
    }
    static_cast<void>(sem_post(&g_signals.wake));
    static_cast<void>(pthread_join(g_signals.thread, nullptr));  // for ever, where a signal came: it ends the process
    if (const int signal = g_signals.came.load()) {              // its handler was late
        end_by(signal);
    }
    g_signals.process.store(0);
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
