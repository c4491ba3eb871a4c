#include "recording_thread.hpp"

#include "collector_calls.hpp"
#include "context.hpp"
#include "inside_sink.hpp"
#include "quiet_lock.hpp"
#include "system/pages.hpp"
#include "system/signal_stack.hpp"

#include <new>
#include <utility>

#include <sys/syscall.h>
#include <unistd.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

constinit thread_local ThreadRecorder* t_own_recorder = nullptr;

void forget_thread(void* recorder);

/// Runs `forget_thread` at a thread's end, after the destructors of `thread_local` variables, which may still record.
/// The main thread's never ends: shutdown hands over its records.
pthread_key_t thread_end_key() noexcept {
    static const pthread_key_t key = [] {
        pthread_key_t made{};
        static_cast<void>(pthread_key_create(&made, forget_thread));
        return made;
    }();
    return key;
}

/// Memory of the system itself: a signal handler that interrupts `malloc` may record the thread's first event. Null
/// without memory.
ThreadRecorder* register_thread() noexcept {
    const Busy busy;
    void* const memory = map_object(sizeof(ThreadRecorder));
    if (memory != nullptr && pthread_setspecific(thread_end_key(), memory) == 0) {
        auto* const own = new (memory) ThreadRecorder;
        own->thread_id = static_cast<pid_t>(syscall(SYS_gettid));
        own->handle = pthread_self();
        {
            RecordingState& state = recording_state();
            const QuietLock lock{state.threads_mutex};
            own->next_thread = std::exchange(state.first_thread, own);
        }
        t_own_recorder = own;
        provide_signal_stack_if_wanted();
    } else if (memory != nullptr) {
        unmap_object(memory, sizeof(ThreadRecorder));
    }
    return t_own_recorder;
}

void forget_thread(void* recorder) {
    auto* const own = static_cast<ThreadRecorder*>(recorder);
    t_own_recorder = nullptr;
    t_recorder = &g_no_recorder;
    {
        const QuietLock lock{recording_state().threads_mutex};
        own->last_name = name_of_thread(own->handle);
        own->is_closed.store(true, std::memory_order_release);
    }
    // Without waiting: the thread that is handing over may be waiting for this very thread to end. It, or the next one,
    // does it.
    g_collector_calls.load()->collect_thread(*own);
}

}  // namespace

void prepare_thread_ends() noexcept { static_cast<void>(thread_end_key()); }

ThreadRecorder* own_recorder() noexcept {
    ThreadRecorder* const own = t_own_recorder != nullptr ? t_own_recorder : register_thread();
    if (own != nullptr) {
        t_recorder = own;
    }
    return own;
}

void name_calling_thread(std::string_view name) noexcept {
    ThreadName of_system{};
    copy_name(name, of_system);
    static_cast<void>(pthread_setname_np(pthread_self(), of_system.data()));
    if (is_inside_sink() || (t_own_recorder == nullptr && register_thread() == nullptr)) {
        return;
    }
    {
        const QuietLock lock{recording_state().threads_mutex};
        copy_name(name, t_own_recorder->given_name);
    }
    t_own_recorder->names.fetch_add(1, std::memory_order_release);
}

std::string name_of(RecordingState& state, const ThreadRecorder& thread) {
    ThreadName name{};
    GivenThreadName given{};
    {
        const QuietLock lock{state.threads_mutex};
        name = thread.is_closed.load(std::memory_order_relaxed) ? thread.last_name : name_of_thread(thread.handle);
        given = thread.given_name;
    }
    ThreadName given_to_system{};
    copy_name(given.data(), given_to_system);
    return given_to_system == name ? given.data() : name.data();  // the program may have named it in other ways since
}

void end_thread() noexcept {
    if (t_own_recorder != nullptr && !is_inside_sink()) {
        static_cast<void>(pthread_setspecific(thread_end_key(), nullptr));
        forget_thread(t_own_recorder);
    }
}

void register_calling_thread() noexcept {
    provide_signal_stack();
    if (t_own_recorder == nullptr && !is_inside_sink()) {
        static_cast<void>(register_thread());
    }
}

void tell_of_context(const ThreadContext& context) noexcept {
    if (t_own_recorder != nullptr) {
        t_own_recorder->close_if_context_changed(QueueKind::Metrics, context.id);
        t_own_recorder->close_if_context_changed(QueueKind::Logs, context.id);
    }
}

const ThreadRecorder* calling_thread() noexcept { return t_own_recorder; }

void forget_calling_thread() noexcept {
    t_own_recorder = nullptr;
    t_recorder = &g_no_recorder;
    static_cast<void>(pthread_setspecific(thread_end_key(), nullptr));
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
