#include "fork.hpp"

#include "crash/crash_handlers.hpp"
#include "filter_mutex.hpp"
#include "inside_sink.hpp"
#include "log_router.hpp"
#include "record/recording_state.hpp"

#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/terminate_hook.hpp>

#include <atomic>
#include <mutex>
#include <optional>

#include <pthread.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// While the mutexes are held: handlers of the program that run meanwhile may try to log.
constinit std::optional<InsideSink> g_muted;

void before_fork() {
    hold_crash_handlers();
    filter_mutex().lock();
    hold_recording_state();
    g_muted.emplace();
}

void after_fork_in_parent() {
    g_muted.reset();
    release_recording_state();
    filter_mutex().unlock();
    release_crash_handlers();
}

void after_fork_in_child() {
    g_muted.reset();
    abandon_recording_state();
    abandon_installation();
    filter_mutex().unlock();
    close_gate();
    abandon_crash_handlers();
    remove_terminate_hook();
}

}  // namespace

void prepare_for_forks() noexcept {
    static constinit std::atomic<bool> is_prepared{false};
    if (!is_prepared.exchange(true)) {
        static_cast<void>(pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child));
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
