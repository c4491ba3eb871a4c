#include "signal_stack.hpp"

#include "pages.hpp"

#include <atomic>
#include <csignal>
#include <cstddef>

#include <pthread.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// Also for the program's own handlers, which come after ours on the same stack.
constexpr std::size_t kStackBytes = std::size_t{64} << 10;

constinit std::atomic<bool> g_wanted{false};

/// At the thread's end.
void remove_stack(void* memory) {
    stack_t current{};
    if (sigaltstack(nullptr, &current) == 0 && current.ss_sp == memory) {
        current.ss_flags = SS_DISABLE;
        static_cast<void>(sigaltstack(&current, nullptr));
    }
    unmap_pages(memory, kStackBytes);
}

}  // namespace

// No `thread_local` object with a destructor: its first use allocates, and may be in a signal handler.
void provide_signal_stack() noexcept {
    static const pthread_key_t thread_end = [] {
        pthread_key_t made{};
        static_cast<void>(pthread_key_create(&made, remove_stack));
        return made;
    }();
    stack_t current{};
    if (sigaltstack(nullptr, &current) != 0 || (current.ss_flags & SS_DISABLE) == 0) {
        return;  // the thread has one: this function's, the program's, or a sanitizer's
    }
    void* memory = pthread_getspecific(thread_end);  // where the program has switched the thread's stack off
    if (memory == nullptr) {
        memory = map_pages(kStackBytes);
        if (memory == nullptr) {
            return;
        }
        if (pthread_setspecific(thread_end, memory) != 0) {
            unmap_pages(memory, kStackBytes);
            return;
        }
    }
    stack_t own{};
    own.ss_sp = memory;
    own.ss_size = kStackBytes;
    static_cast<void>(sigaltstack(&own, nullptr));
}

void want_signal_stacks(bool wanted) noexcept { g_wanted.store(wanted, std::memory_order_relaxed); }

void provide_signal_stack_if_wanted() noexcept {
    if (g_wanted.load(std::memory_order_relaxed)) {
        provide_signal_stack();
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
