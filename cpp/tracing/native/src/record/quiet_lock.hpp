// Locks that a signal handler which records does not run into.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/recording.hpp>

#include <mutex>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Drops the records of a signal handler on this thread meanwhile: it would find a lock taken, or a queue half changed.
class Busy {
public:
    Busy() noexcept : before_(std::exchange(t_recorder, &g_busy_recorder)) { order_for_signals(); }
    ~Busy() {
        order_for_signals();
        t_recorder = before_;
    }
    /// The thread that asked goes on.
    void stay() noexcept { before_ = &g_busy_recorder; }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

private:
    Recorder* before_;
};

/// Of each mutex that recording takes.
class QuietLock {
public:
    explicit QuietLock(std::mutex& mutex) noexcept : lock_(mutex) {}

private:
    Busy busy_;
    std::lock_guard<std::mutex> lock_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
