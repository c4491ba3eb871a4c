// Why: docs/decisions/0018-a-crash-is-told-by-another-thread.md
#include <micromegas/tracing/crash_handlers.hpp>

#include "log_router.hpp"
#include "system/fork.hpp"
#include "system/signal_stack.hpp"
#include "system/stack_frames.hpp"
#include "system/thread_name.hpp"

#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/detail/option_ranges.hpp>
#include <micromegas/tracing/detail/start_thread.hpp>
#include <micromegas/tracing/macros.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

struct Handled {
    int signal;
    std::string_view name;
    struct sigaction previous;
};

struct Crash {
    const Handled* handled;
    bool is_fault;  // of an instruction, which has an address; else the signal was sent
    std::uintptr_t address;
    long thread_id;
    detail::ThreadName thread_name;
    const detail::ThreadContext* context;  // the thread's, which waits meanwhile
    detail::StackFrames frames;            // from the signal handler outwards
    const void* return_of_handler;         // the last frame that is not the program's
};

struct CrashHandlers {
    std::mutex mutex;  // of installing and removing; signal handlers do not take it
    std::atomic<bool> is_installed{false};
    std::array<Handled, 5> handled{{{SIGSEGV, "SIGSEGV", {}},
                                    {SIGABRT, "SIGABRT", {}},
                                    {SIGBUS, "SIGBUS", {}},
                                    {SIGFPE, "SIGFPE", {}},
                                    {SIGILL, "SIGILL", {}}}};
    std::chrono::milliseconds patience{};

    // The thread that hands over.
    pthread_t thread{};
    std::atomic<long> thread_id{0};
    sem_t wake{};

    std::atomic<bool> has_crashed{false};
    Crash crash{};                     // the first; written before `wake` is posted
    std::atomic<bool> is_over{false};  // everything is handed over, or cannot be

    // While the crashed thread takes its frames, a second fault leads back.
    std::atomic<long> unwinding_thread{0};
    sigjmp_buf before_unwinding{};
};

constinit CrashHandlers g_handlers;

long calling_thread_id() noexcept { return syscall(SYS_gettid); }

/// By a system call, as a signal handler may.
detail::ThreadName calling_thread_name() noexcept {
    detail::ThreadName name{};
    static_cast<void>(prctl(PR_GET_NAME, name.data()));
    return name;
}

// --- Code that a signal handler may run

void wait_until_it_is_over() noexcept {
    const auto deadline = std::chrono::steady_clock::now() + g_handlers.patience;
    while (!g_handlers.is_over.load() && std::chrono::steady_clock::now() < deadline) {
        static_cast<void>(poll(nullptr, 0, 1));  // sleeps a millisecond
    }
}

/// The frames of a damaged stack may lead anywhere, so a fault here ends the walk instead of the process.
[[gnu::noinline]] void take_frames(detail::StackFrames& frames) noexcept {
    sigset_t faults;
    sigset_t before;
    sigemptyset(&faults);
    sigaddset(&faults, SIGSEGV);
    sigaddset(&faults, SIGBUS);
    static_cast<void>(pthread_sigmask(SIG_UNBLOCK, &faults, &before));
    if (sigsetjmp(g_handlers.before_unwinding, 0) == 0) {
        g_handlers.unwinding_thread.store(calling_thread_id());
        detail::take_stack_frames(frames);
    } else {
        frames.count = 0;
    }
    g_handlers.unwinding_thread.store(0);
    static_cast<void>(pthread_sigmask(SIG_SETMASK, &before, nullptr));
}

/// The signal comes again when the handler returns, with all that is known about it, and finds the previous handler.
void pass_on(const Handled& handled, siginfo_t* info) noexcept {
    static_cast<void>(sigaction(handled.signal, &handled.previous, nullptr));
    if (syscall(SYS_rt_tgsigqueueinfo, getpid(), calling_thread_id(), handled.signal, info) != 0) {
        static_cast<void>(raise(handled.signal));  // a sandbox forbids the call
    }
}

void on_crash(int signal, siginfo_t* info, void* /*context*/) {
    const int errno_before = errno;
    const long thread_id = calling_thread_id();
    if (thread_id == g_handlers.thread_id.load()) {  // the sink crashed while it was handed the rest
        g_handlers.is_over.store(true);
        for (;;) {
            static_cast<void>(pause());  // the first crash ends the process
        }
    }
    if (thread_id == g_handlers.unwinding_thread.load()) {
        siglongjmp(g_handlers.before_unwinding, 1);
    }
    for (const Handled& handled : g_handlers.handled) {
        if (handled.signal != signal) {
            continue;
        }
        if (g_handlers.is_installed.load()) {
            if (!g_handlers.has_crashed.exchange(true)) {
                g_handlers.crash = {.handled = &handled,
                                    .is_fault = info->si_code > 0,
                                    .address = reinterpret_cast<std::uintptr_t>(info->si_addr),
                                    .thread_id = thread_id,
                                    .thread_name = calling_thread_name(),
                                    .context = &detail::thread_context(),
                                    .frames = {},
                                    .return_of_handler = __builtin_return_address(0)};
                take_frames(g_handlers.crash.frames);
                static_cast<void>(sem_post(&g_handlers.wake));
            }
            wait_until_it_is_over();
        }
        pass_on(handled, info);
    }
    errno = errno_before;
}

// --- The thread that waits for a crash

std::string describe(const Crash& crash) {
    std::string text = fmt::format("{} in thread {}", crash.handled->name, crash.thread_id);
    if (const std::string_view name{crash.thread_name.data()}; !name.empty()) {
        text.append(" (").append(name).push_back(')');
    }
    return crash.is_fault ? text + fmt::format(" at address {:#x}", crash.address) : text;
}

PropertySet stack_of(const Crash& crash) {
    const auto frames = std::span{crash.frames.addresses}.first(crash.frames.count);
    const auto handler = std::ranges::find(frames, crash.return_of_handler);
    const auto of_program = static_cast<std::size_t>(handler - frames.begin()) + 1;  // sanitizers have frames before it
    // Without the property the entry would get the stack of the thread that logs it.
    return {
        {"stack", of_program >= frames.size() ? "unreadable" : detail::describe_frames(frames.subspan(of_program))}};
}

void* wait_for_a_crash(void* /*unused*/) {
    static_cast<void>(pthread_setname_np(pthread_self(), "micromegas-end"));
    g_handlers.thread_id.store(calling_thread_id());
    while (sem_wait(&g_handlers.wake) != 0) {
    }
    if (g_handlers.has_crashed.load()) {
        const ContextGuard context{g_handlers.crash.context->properties};
        MM_LOG_PROPS("micromegas::tracing", Level::Fatal, stack_of(g_handlers.crash), "{}", describe(g_handlers.crash));
        // Twice: for calls into the sink, and for the thread that is handing over. The rest is for handing over.
        detail::uninstall_sink(detail::ShutdownMode::Notify, g_handlers.patience / 4);
        g_handlers.is_over.store(true);
    }
    return nullptr;
}

// --- Installing and removing, under the mutex

void install(Handled& handled) noexcept {
    if (sigaction(handled.signal, nullptr, &handled.previous) != 0 || handled.previous.sa_handler == SIG_IGN) {
        return;
    }
    struct sigaction ours {};
    ours.sa_sigaction = on_crash;
    ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
    static_cast<void>(sigaction(handled.signal, &ours, nullptr));
}

void remove_all() noexcept {
    for (const Handled& handled : g_handlers.handled) {
        struct sigaction current {};
        if (sigaction(handled.signal, nullptr, &current) == 0 && (current.sa_flags & SA_SIGINFO) != 0 &&
            current.sa_sigaction == on_crash) {
            static_cast<void>(sigaction(handled.signal, &handled.previous, nullptr));
        }
    }
    detail::want_signal_stacks(false);
    g_handlers.thread_id.store(0);
    g_handlers.is_installed.store(false);
}

// --- Across a fork: the child has no thread that could hand over.

constexpr detail::ForkParticipant kForkParticipant{.order = detail::ForkOrder::CrashHandlers,
                                                   .before = []() noexcept { g_handlers.mutex.lock(); },
                                                   .in_parent = []() noexcept { g_handlers.mutex.unlock(); },
                                                   .in_child =
                                                       []() noexcept {
                                                           if (g_handlers.is_installed.load()) {
                                                               remove_all();
                                                           }
                                                           g_handlers.mutex.unlock();
                                                       }};

}  // namespace

std::error_code install_crash_handlers(CrashHandlerOptions options) noexcept {
    detail::prepare_process();
    detail::take_part_in_forks(kForkParticipant);
    if (options.patience.count() <= 0 || options.patience > detail::kLongestTime) {
        return std::make_error_code(std::errc::invalid_argument);
    }
    const std::lock_guard lock{g_handlers.mutex};
    if (g_handlers.is_installed.load()) {
        return {};
    }
    detail::prepare_stack_frames();
    g_handlers.patience = options.patience;
    g_handlers.has_crashed.store(false);
    g_handlers.is_over.store(false);
    static_cast<void>(sem_init(&g_handlers.wake, 0, 0));
    if (const int error = detail::start_thread(g_handlers.thread, wait_for_a_crash, nullptr)) {
        return {error, std::generic_category()};
    }
    detail::want_signal_stacks(true);
    detail::provide_signal_stack();
    g_handlers.is_installed.store(true);
    for (Handled& handled : g_handlers.handled) {
        install(handled);
    }
    return {};
}

void remove_crash_handlers() noexcept {
    const std::lock_guard lock{g_handlers.mutex};
    if (!g_handlers.is_installed.load()) {
        return;
    }
    remove_all();
    if (g_handlers.has_crashed.load()) {  // and a handler of the program's let it go on, or the crash is under way
        static_cast<void>(pthread_detach(g_handlers.thread));
    } else {
        static_cast<void>(sem_post(&g_handlers.wake));
        static_cast<void>(pthread_join(g_handlers.thread, nullptr));
    }
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
