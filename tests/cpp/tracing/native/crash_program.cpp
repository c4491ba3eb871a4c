// A program that ends in the way that its argument names; crash_test.cpp reads from standard output what the sink got.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/crash_handlers.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/guards.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

// A heap with one lock, which a thread may hold when it crashes. GCC takes these for a mismatch where it inlines them.
namespace {
constinit std::mutex g_heap_mutex;
}

[[gnu::noinline]] void* operator new(std::size_t size) {
    const std::lock_guard lock{g_heap_mutex};
    if (void* const memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc{};
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace crash_program {
namespace {

using namespace micromegas::tracing;
using namespace std::chrono_literals;

constexpr int kThreads = 10;
constexpr int kEvents = 10'000;

void say(std::string_view line) {
    const std::string text = std::string{line} + "\n";
    static_cast<void>(!write(STDOUT_FILENO, text.data(), text.size()));
}

[[gnu::noinline, gnu::no_sanitize("undefined")]] void segfault() {
    auto* volatile nowhere = reinterpret_cast<volatile int*>(0x40);
    *nowhere = 1;
}

/// A line for each entry at fatal and for each block: its kind and its number of events.
class PipeSink : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override {
        return {.text = LevelFilter::Fatal, .blocks = true};
    }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata&, std::span<const Property>, std::int64_t,
                std::string_view message) noexcept override {
        say("fatal " + std::string{message});
    }
    void on_process_log_block(const std::shared_ptr<const LogBlock>& block) noexcept override {
        say("logs " + std::to_string(block->object_count));
    }
    void on_process_metrics_block(const std::shared_ptr<const MetricsBlock>& block) noexcept override {
        say("metrics " + std::to_string(block->object_count));
    }
    void on_process_thread_block(const std::shared_ptr<const ThreadBlock>& block) noexcept override {
        say("spans " + std::to_string(block->object_count));
    }
    void on_shutdown() noexcept override { say("shutdown 1"); }
};

class CrashesWithBlocks final : public PipeSink {
public:
    void on_process_log_block(const std::shared_ptr<const LogBlock>&) noexcept override { segfault(); }
};

class CrashesWithText final : public PipeSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override {
        return {.text = LevelFilter::Info, .blocks = true};
    }
    void on_log(const LogMetadata& desc, std::span<const Property> properties, std::int64_t time,
                std::string_view message) noexcept override {
        if (message == "crash") {
            segfault();
        }
        PipeSink::on_log(desc, properties, time, message);
    }
};

class CrashesAtShutdown final : public PipeSink {
public:
    void on_shutdown() noexcept override { segfault(); }
};

const CrashHandlerOptions kShort{.patience = 1s};

template <class Sink = PipeSink>
TracingSystemGuard start(bool with_handlers = true, CrashHandlerOptions options = {}) {
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

/// Their events are recorded when this returns; the threads sleep on.
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

[[gnu::noinline, gnu::no_sanitize("undefined")]] void bus_error() {
    const int file = memfd_create("empty", 0);
    auto* const page = static_cast<volatile char*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    *page = 1;
}

// NOLINTNEXTLINE(misc-no-recursion): that is what it is for
[[gnu::noinline]] int overflow_the_stack(int depth) {
    std::array<volatile char, 4096> frame{};
    frame[static_cast<std::size_t>(depth) % frame.size()] = 1;
    return depth < 0 ? 0 : overflow_the_stack(depth + 1) + frame[0];
}

[[noreturn]] void throw_it() { throw std::runtime_error("nobody catches this"); }
[[noreturn]] void throw_uncaught() noexcept { throw_it(); }

void previous_handler(int) {
    say("previous 1");
    _exit(42);
}

void crash_with(const std::function<void()>& crash) {
    const auto guard = start();
    record_on_threads();
    crash();
}

struct LogsWhenDestroyed {
    ~LogsWhenDestroyed() { record(1); }
};

struct Crashes {};

}  // namespace
}  // namespace crash_program

template <>
struct fmt::formatter<crash_program::Crashes> : fmt::formatter<std::string_view> {
    auto format(const crash_program::Crashes&, fmt::format_context& context) const {
        crash_program::segfault();
        return fmt::formatter<std::string_view>::format("", context);
    }
};

namespace crash_program {
namespace {

/// Of the signals; each has recorded 10 × 10,000 times before.
const std::map<std::string_view, std::function<void()>> kSignals = {
    {"abort", [] { crash_with(std::abort); }},
    {"segv", [] { crash_with(segfault); }},
    {"segv-in-a-thread", [] { crash_with([] { std::thread{segfault}.join(); }); }},
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
    {"previous-handler",
     [] {
         std::signal(SIGSEGV, previous_handler);
         crash_with(segfault);
     }},
    {"two-threads",
     [] {
         crash_with([] {
             std::latch both{2};
             const auto crash = [&] {
                 both.arrive_and_wait();
                 segfault();
             };
             std::thread{crash}.detach();
             crash();
         });
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
         MM_FATAL("{}", Crashes{});
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
         const std::lock_guard lock{g_heap_mutex};
         segfault();
     }},
    {"not-initialised",
     [] {
         static_cast<void>(install_crash_handlers());
         segfault();
     }},
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
}  // namespace crash_program

int main(int count, char** arguments) {
    alarm(30);  // whatever hangs ends by SIGALRM
    const std::string_view wanted = count == 2 ? arguments[1] : "";
    for (const auto* const ends : {&crash_program::kSignals, &crash_program::kObstacles, &crash_program::kExits}) {
        if (const auto end = ends->find(wanted); end != ends->end()) {
            end->second();
            return 0;
        }
    }
    std::fputs("usage: crash_program <end>\n", stderr);
    return 64;
}
