#include "signal_stack.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <new>

#include <csignal>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// Also for the program's own handlers, which come after ours on the same stack.
constexpr std::size_t kStackBytes = std::size_t{64} << 10;

constinit std::atomic<bool> g_wanted{false};

class SignalStack {
public:
    SignalStack() noexcept {
        stack_t current{};
        if (sigaltstack(nullptr, &current) != 0 || (current.ss_flags & SS_DISABLE) == 0) {
            return;  // the thread has one: the program's, or a sanitizer's
        }
        memory_.reset(new (std::nothrow) std::byte[kStackBytes]);
        if (memory_ != nullptr) {
            stack_t own{};
            own.ss_sp = memory_.get();
            own.ss_size = kStackBytes;
            static_cast<void>(sigaltstack(&own, nullptr));
        }
    }
    ~SignalStack() {
        stack_t current{};
        if (memory_ != nullptr && sigaltstack(nullptr, &current) == 0 && current.ss_sp == memory_.get()) {
            current.ss_flags = SS_DISABLE;
            static_cast<void>(sigaltstack(&current, nullptr));
        }
    }
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;

private:
    std::unique_ptr<std::byte[]> memory_;  // NOLINT(*-avoid-c-arrays)
};

}  // namespace

void provide_signal_stack() noexcept {
    static thread_local const SignalStack stack;
    static_cast<void>(&stack);
}

void want_signal_stacks(bool wanted) noexcept { g_wanted.store(wanted, std::memory_order_relaxed); }

void provide_signal_stack_if_wanted() noexcept {
    if (g_wanted.load(std::memory_order_relaxed)) {
        provide_signal_stack();
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
