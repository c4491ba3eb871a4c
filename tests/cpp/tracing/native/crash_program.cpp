// A program that ends in the way that its argument names; crash_test.cpp reads the sink's events from standard output.
#include "crash_program_faults.hpp"
#include "crash_program_sinks.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/crash_handlers.hpp>
#include <micromegas/tracing/flush_monitor.hpp>
#include <micromegas/tracing/guards.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

namespace micromegas::tracing::crash_program {
namespace {

using namespace std::chrono_literals;

constexpr int kThreads = 10;
constexpr int kEvents = 10'000;

/// Long enough for a million events under a sanitizer on a busy machine.
const CrashHandlerOptions kLong{.patience = 60s};
/// For waits that fail.
const CrashHandlerOptions kShort{.patience = 2s};

template <class Sink = PipeSink>
TracingSystemGuard start(bool with_handlers = true, CrashHandlerOptions options = kLong) {
    TracingSystemGuard guard{{.cpu_tracing_enabled = true}, std::make_shared<Sink>()};
    if (guard.error() || (with_handlers && install_crash_handlers(options))) {
        std::abort();
    }
    return guard;
}

void record(int events) {
    for (int i = 0; i < events; ++i) {
        MM_SPAN_SCOPE("work");
        MM_IMETRIC("events", "count", i);
        MM_INFO("event {} of {}", i, events);
    }
}

[[noreturn]] void sleep_for_ever() {
    for (;;) {
        pause();
    }
}

/// Their events are recorded when this returns; the threads keep sleeping.
void record_on_threads() {
    std::latch done{kThreads};
    for (int i = 0; i < kThreads; ++i) {
        std::thread{[&done] {
            record(kEvents);
            done.count_down();
            sleep_for_ever();
        }}.detach();
    }
    done.wait();
}

/// Threads that record until the process ends.
void keep_recording_on_threads() {
    static std::atomic<int> busy{0};
    for (int i = 0; i < 4; ++i) {
        std::thread{[] {
            record(100);
            ++busy;
            for (;;) {
                record(100);
            }
        }}.detach();
    }
    while (busy < 4) {
        std::this_thread::yield();
    }
}

void previous_handler(int) {
    say("previous 1");
    _exit(42);
}

/// Runs it on two threads at once.
void on_two_threads(void (*crash)()) {
    std::latch both{2};
    std::thread{[&] {
        both.arrive_and_wait();
        crash();
    }}.detach();
    both.arrive_and_wait();
    crash();
}

void crash_with(const std::function<void()>& crash) {
    const auto guard = start();
    record_on_threads();
    crash();
}

void crash_in_a_child(bool begins_anew) {
    const auto guard = start();
    record(5);
    const pid_t child = fork();
    if (child == 0) {
        if (begins_anew) {
            const auto own = start();
            record(10);
            segfault();
        }
        segfault();
    }
    int status = 0;
    waitpid(child, &status, 0);
    say(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV ? "crashes-of-children 1" : "crashes-of-children 0");
}

struct LogsWhenDestroyed {
    ~LogsWhenDestroyed() { record(1); }
};

/// Of the signals; each has recorded 10 × 10,000 times before.
const std::map<std::string_view, std::function<void()>> kSignals = {
    {"abort", [] { crash_with(std::abort); }},
    {"segv", [] { crash_with(segfault); }},
    {"segv-in-a-thread",
     [] {
         crash_with([] {
             std::thread{[] {
                 pthread_setname_np(pthread_self(), "a worker");
                 segfault();
             }}.join();
         });
     }},
    {"segv-in-a-context",
     [] {
         crash_with([] {
             const ProcessContextGuard process{{{"scene", "1"}}};
             std::thread{[] {
                 const ContextGuard context{{{"request", "7"}}};
                 segfault();
             }}.join();
         });
     }},
    {"segv-sent",
     [] {
         crash_with([] {
             kill(getpid(), SIGSEGV);
             sleep_for_ever();
         });
     }},
    {"bus", [] { crash_with(bus_error); }},
    {"fpe", [] { crash_with([] { std::raise(SIGFPE); }); }},
    {"ill", [] { crash_with([] { std::raise(SIGILL); }); }},
    {"exception", [] { crash_with(throw_uncaught); }},
    {"exception-in-a-context",
     [] {
         crash_with([] {
             const ContextGuard context{{{"request", "7"}}};
             throw_uncaught();
         });
     }},
    {"exception-without-handlers",
     [] {
         const auto guard = start(false);
         record_on_threads();
         throw_uncaught();
     }},
    {"stack-overflow", [] { crash_with([] { overflow_the_stack(0); }); }},
    {"stack-overflow-in-a-thread",
     [] {
         crash_with([] {
             std::thread{[] {
                 const TracingThreadGuard thread;
                 overflow_the_stack(0);
             }}.join();
         });
     }},
    {"lost-stack",
     [] {
         crash_with([] {
             std::thread{[] {
                 const TracingThreadGuard thread;
                 lose_the_stack();
             }}.join();
         });
     }},
    {"stack-overflow-in-an-older-thread",
     [] {
         const auto guard = start(false);
         std::latch has_begun{1};
         std::latch may_go_on{1};
         std::thread older{[&] {
             const TracingThreadGuard thread;
             has_begun.count_down();
             may_go_on.wait();
             overflow_the_stack(0);
         }};
         has_begun.wait();
         static_cast<void>(install_crash_handlers());
         record_on_threads();
         may_go_on.count_down();
         older.join();
     }},
    {"previous-handler",
     [] {
         std::signal(SIGSEGV, previous_handler);
         crash_with(segfault);
     }},
    {"two-threads", [] { crash_with([] { on_two_threads(segfault); }); }},
    {"two-exceptions",
     [] {
         const auto guard = start<SlowSink>(false);
         record_on_threads();
         on_two_threads(throw_uncaught);
     }},
};

/// Something is in the way of handing over.
const std::map<std::string_view, std::function<void()>> kObstacles = {
    {"while-recording",
     [] {
         const auto guard = start();
         keep_recording_on_threads();
         segfault();
     }},
    {"while-flushing",
     [] {
         const auto guard = start();
         FlushMonitor monitor{1ms};
         monitor.start();
         keep_recording_on_threads();
         segfault();
     }},
    {"with-a-backtrace",
     [] {
         const TracingSystemGuard guard{{.filter = Filter{LevelFilter::Info}, .backtrace = {.entries = 10}},
                                        std::make_shared<PipeSink>()};
         static_cast<void>(install_crash_handlers(kLong));
         for (int i = 0; i < 20; ++i) {
             MM_DEBUG("step {}", i);
         }
         segfault();
     }},
    {"in-the-sink",
     [] {
         const auto guard = start<CrashesWithBlocks>(true, kShort);
         record(10);
         dispatch::flush_all();
     }},
    {"in-the-sinks-text",
     [] {
         const auto guard = start<CrashesWithText>(true, kShort);
         record(10);
         MM_INFO("crash");
     }},
    {"in-a-formatter",
     [] {
         const auto guard = start(true, kShort);
         record(10);
         MM_FATAL("{}", CrashesWhenFormatted{});
     }},
    {"at-shutdown",
     [] {
         const auto guard = start<CrashesAtShutdown>();
         record(10);
         std::abort();
     }},
    {"with-the-heap-locked",
     [] {
         const auto guard = start(true, kShort);
         record(10);
         const std::lock_guard lock{heap_mutex()};
         segfault();
     }},
    {"not-initialised",
     [] {
         static_cast<void>(install_crash_handlers());
         segfault();
     }},
    {"in-a-child", [] { crash_in_a_child(false); }},
    {"in-a-child-that-begins-anew", [] { crash_in_a_child(true); }},
    {"removed",
     [] {
         const auto guard = start();
         static_cast<void>(install_crash_handlers());
         record(10);
         remove_crash_handlers();
         remove_crash_handlers();
         segfault();
     }},
    {"installed-again",
     [] {
         const auto guard = start();
         remove_crash_handlers();
         static_cast<void>(install_crash_handlers());
         record(10);
         segfault();
     }},
    {"ignored",
     [] {
         std::signal(SIGFPE, SIG_IGN);
         const auto guard = start();
         record(10);
         std::raise(SIGFPE);
         say("alive 1");
     }},
};

/// Ends that are no crash.
const std::map<std::string_view, std::function<void()>> kExits = {
    {"return",
     [] {
         const auto guard = start();
         record_on_threads();
     }},
    {"exit-with-static-guard",
     [] {
         static const auto guard = start();
         record_on_threads();
         std::exit(3);
     }},
    {"exit-with-guard-on-the-stack",
     [] {
         const auto guard = start();
         record_on_threads();
         dispatch::flush_all();
         record(10);
         std::exit(3);
     }},
    {"_exit",
     [] {
         static const auto guard = start();
         record_on_threads();
         dispatch::flush_all();
         record(10);
         _exit(3);
     }},
    {"exit-in-a-thread",
     [] {
         static const auto guard = start();
         record_on_threads();
         std::thread{[] { std::exit(3); }}.join();
     }},
    {"threads-that-go-on",
     [] {
         const auto guard = start();
         keep_recording_on_threads();
     }},
    {"static-destructors",
     [] {
         static const LogsWhenDestroyed after_the_guard;
         static_cast<void>(&after_the_guard);
         static const auto guard = start();
         static const LogsWhenDestroyed before_the_guard;
         static_cast<void>(&before_the_guard);
         record(10);
     }},
};

// Destroyed after everything else.
const LogsWhenDestroyed g_last;

}  // namespace
}  // namespace micromegas::tracing::crash_program

int main(int count, char** arguments) {
    alarm(30);  // ends a hanging program by SIGALRM
    using namespace micromegas::tracing::crash_program;
    const std::string_view wanted = count == 2 ? arguments[1] : "";
    for (const auto* const ends : {&kSignals, &kObstacles, &kExits}) {
        if (const auto end = ends->find(wanted); end != ends->end()) {
            end->second();
            return 0;
        }
    }
    std::fputs("usage: crash_program <end>\n", stderr);
    return 64;
}
