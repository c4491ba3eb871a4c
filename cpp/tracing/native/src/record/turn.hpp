// The turn: the right of one thread to hand over records.
#pragma once

#include "no_cancellation.hpp"
#include "quiet_lock.hpp"
#include "system/bounded_wait.hpp"

#include <micromegas/abi.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// One thread at a time may read the queues and call the sink with blocks. Not a lock that the sink could run into:
/// while the turn is taken no mutex is held, no thread waits that only wants to record, and a thread that asks for
/// it again from inside a sink or a formatter does not wait for itself. A process has one: that of its RecordingState.
class Turn {
public:
    /// False if the thread has it already, or if `patience` ends before another gives it back.
    [[nodiscard]] bool take(std::chrono::milliseconds patience) noexcept {
        if (t_is_mine) {
            return false;
        }
        const Busy busy;
        std::unique_lock lock{mutex_};
        if (is_taken_ && (patience.count() <= 0 ||
                          !given_back_.wait_until(lock, deadline_after(patience), [this] { return !is_taken_; }))) {
            return false;
        }
        is_taken_ = true;
        t_is_mine = true;
        return true;
    }

    void give_back() noexcept {
        t_is_mine = false;
        {
            const QuietLock lock{mutex_};
            is_taken_ = false;
        }
        given_back_.notify_all();
    }

    [[nodiscard]] static bool is_mine() noexcept { return t_is_mine; }
    /// In the child of a fork, where the turn belongs to a process that is another one now.
    static void forget() noexcept { t_is_mine = false; }

private:
    static inline constinit thread_local bool t_is_mine = false;

    std::mutex mutex_;
    std::condition_variable given_back_;
    bool is_taken_ = false;
};

/// Holds the turn to the end of a block, if it could be taken.
class TurnHolder {
public:
    TurnHolder(Turn& turn, std::chrono::milliseconds patience) noexcept
        : turn_(turn.take(patience) ? &turn : nullptr) {}
    ~TurnHolder() {
        if (turn_ != nullptr && Turn::is_mine()) {  // not in the child of a fork that happened meanwhile
            turn_->give_back();
        }
    }
    TurnHolder(const TurnHolder&) = delete;
    TurnHolder& operator=(const TurnHolder&) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return turn_ != nullptr; }

private:
    NoCancellation while_held_;
    Turn* turn_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
