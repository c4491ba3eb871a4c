// What FileEventSink and HttpEventSink have in common: a thread of their own, from a start to the end that follows.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/process_info.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <pthread.h>
#include <sys/types.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Of one start. Its thread shares it, and may be the last to do so.
class Delivery {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    Delivery() noexcept;
    virtual ~Delivery() = default;
    Delivery(const Delivery&) = delete;
    Delivery& operator=(const Delivery&) = delete;

    [[nodiscard]] bool is_of_this_process() const noexcept;
    [[nodiscard]] bool has_begun() const noexcept { return has_begun_; }
    /// False where the system gave none.
    [[nodiscard]] bool has_thread() const;

    /// Starts the thread, which shares `self`. Without a process there is nothing but what the delivery itself has.
    void begin(const std::shared_ptr<Delivery>& self, std::shared_ptr<const tracing::ProcessInfo> process);
    /// Waits until the thread has ended, or `stop` gives it up.
    void end() noexcept;

protected:
    /// Whether it has what a thread needs.
    [[nodiscard]] virtual bool can_run() const noexcept { return true; }
    /// Of the thread.
    virtual void run() noexcept = 0;
    /// With the mutex held: the thread has to come to its end. Returns when that is no longer waited for.
    [[nodiscard]] virtual std::optional<TimePoint> stop() noexcept = 0;
    /// Of the thread, at its end.
    void has_ended() noexcept;

    [[nodiscard]] const tracing::ProcessInfo& process() const noexcept { return *process_; }
    /// Of the thread: the process as a reader gets it.
    [[nodiscard]] tracing::ProcessInfo described_process() const;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool has_thread_ = false;
    bool is_stopping_ = false;
    bool has_ended_ = false;

private:
    const pid_t pid_;
    bool has_begun_ = false;
    std::shared_ptr<const tracing::ProcessInfo> process_;
    pthread_t thread_{};
};

// A sink has a delivery for each start, and so has the child of a fork. There a thread that is not in it may hold the
// mutex, so what it shared is never touched again.

/// True: `current` is the parent's, and is left.
template <class One>
bool leave_if_of_parent(std::shared_ptr<One>& current) {
    if (current->is_of_this_process()) {
        return false;
    }
    static_cast<void>(new std::shared_ptr{std::move(current)});
    return true;
}

/// At a start; `make` makes another delivery, if the current one cannot begin.
template <class One, class Make>
void begin_delivery(std::shared_ptr<One>& current, const std::shared_ptr<const tracing::ProcessInfo>& process,
                    Make make) {
    if (leave_if_of_parent(current) || current->has_begun()) {
        current = make();
    }
    current->begin(current, process);
}

/// At a shutdown.
template <class One>
void end_delivery(const std::shared_ptr<One>& current) noexcept {
    if (current->is_of_this_process()) {
        current->end();
    }
}

/// With the sink.
template <class One>
void leave_delivery(std::shared_ptr<One>& current) noexcept {
    if (!leave_if_of_parent(current)) {
        current->end();
    }
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
