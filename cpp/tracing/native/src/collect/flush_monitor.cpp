#include <micromegas/tracing/flush_monitor.hpp>

#include "collector.hpp"
#include "no_cancellation.hpp"
#include "record/recording_thread.hpp"
#include "system/bounded_wait.hpp"
#include "text_delivery.hpp"

#include <micromegas/tracing/detail/option_ranges.hpp>
#include <micromegas/tracing/detail/start_thread.hpp>

#include <algorithm>
#include <utility>

#include <pthread.h>
#include <unistd.h>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kRetry{100};

/// Whether this is the thread of a monitor.
constinit thread_local bool t_is_helper = false;

}  // namespace

struct FlushMonitor::Shared {
    explicit Shared(std::chrono::milliseconds time) noexcept
        : period(std::min(time, detail::kLongestTime)), last_flush(std::chrono::steady_clock::now()) {}

    void flush_if_due() noexcept;
    [[nodiscard]] std::chrono::milliseconds until_next_flush() const noexcept;
    void run() noexcept;

    const std::chrono::milliseconds period;
    pthread_t thread{};
    std::chrono::steady_clock::time_point last_flush;
    // Under the mutex that the threads of all monitors wait with.
    bool is_stopping = false;
    bool has_ended = false;
};

void FlushMonitor::Shared::flush_if_due() noexcept {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_flush < period) {
        return;
    }
    const auto sink = dispatch::get_sink();
    if (sink == nullptr || sink->is_busy()) {
        return;
    }
    last_flush = now;
    detail::collect(detail::kCollectAll);
}

std::chrono::milliseconds FlushMonitor::Shared::until_next_flush() const noexcept {
    const auto passed = std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - last_flush);
    // A flush that is due and was put off, as the sink is busy, is tried again soon.
    return std::max({period - passed, std::min(period, kRetry), 1ms});
}

void FlushMonitor::Shared::run() noexcept {
    t_is_helper = true;
    static_cast<void>(pthread_setname_np(pthread_self(), "micromegas"));
    detail::RecordingState& state = detail::recording_state();
    auto& helper = state.helper;
    std::unique_lock lock{helper.mutex};
    detail::TextWatch text;
    while (!is_stopping) {
        lock.unlock();
        const std::chrono::milliseconds next_look = text.look();
        lock.lock();
        helper.wake.wait_for(lock, std::min(until_next_flush(), next_look), [&] {
            return helper.block_is_full || helper.memory_is_low || helper.text_came ||
                   helper.flushes_wanted != helper.flushes_done || is_stopping;
        });
        helper.text_came = false;
        const bool block_is_full = std::exchange(helper.block_is_full, false);
        const bool memory_is_low = std::exchange(helper.memory_is_low, false);
        const std::uint64_t wanted = helper.flushes_wanted;
        const bool is_flush_wanted = wanted != helper.flushes_done;
        lock.unlock();
        if (memory_is_low) {
            state.pool.replenish();
        }
        if (is_flush_wanted) {
            detail::collect(detail::kCollectAll);
        } else if (block_is_full) {
            detail::CollectScope full = detail::kCollectAll;
            full.only_full = true;
            detail::collect(full);
        }
        flush_if_due();
        lock.lock();
        if (is_flush_wanted) {
            helper.flushes_done = std::max(helper.flushes_done, wanted);
            helper.wake.notify_all();
        }
    }
    has_ended = true;
    helper.wake.notify_all();
}

FlushMonitor::FlushMonitor(std::chrono::milliseconds period) : shared_(std::make_shared<Shared>(period)) {}

FlushMonitor::~FlushMonitor() { stop(); }

void FlushMonitor::tick() noexcept {
    if (detail::recording_state().text.is_wanted.load()) {
        detail::collect({.text = true});
    }
    shared_->flush_if_due();
}

void FlushMonitor::start() {
    if (process_ == getpid()) {
        return;
    }
    constexpr auto kRun = [](void* shared) -> void* {
        const std::unique_ptr<std::shared_ptr<Shared>> own{static_cast<std::shared_ptr<Shared>*>(shared)};
        (*own)->run();
        return nullptr;
    };
    auto& helper = detail::recording_state().helper;
    auto argument = std::make_unique<std::shared_ptr<Shared>>(shared_);
    {
        const detail::QuietLock lock{helper.mutex};
        shared_->is_stopping = false;
        shared_->has_ended = false;
        ++helper.threads;
    }
    if (detail::start_thread(shared_->thread, kRun, argument.get()) == 0) {
        static_cast<void>(argument.release());  // the thread's
        process_ = getpid();
    } else {
        const detail::QuietLock lock{helper.mutex};
        --helper.threads;
    }
}

void FlushMonitor::stop() noexcept {
    if (std::exchange(process_, 0) != getpid()) {
        return;
    }
    const detail::NoCancellation until_ended;
    const std::chrono::milliseconds timeout = detail::recording_state().shutdown_timeout.load();
    auto& helper = detail::recording_state().helper;
    const detail::Busy busy;
    std::unique_lock lock{helper.mutex};
    --helper.threads;
    shared_->is_stopping = true;
    helper.wake.notify_all();
    const bool has_ended =
        helper.wake.wait_until(lock, detail::deadline_after(timeout), [this] { return shared_->has_ended; });
    lock.unlock();
    if (has_ended) {
        static_cast<void>(pthread_join(shared_->thread, nullptr));
    } else {
        static_cast<void>(pthread_detach(shared_->thread));
        detail::report_timeout("FlushMonitor::stop", timeout);
        shared_ = std::make_shared<Shared>(shared_->period);
    }
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

bool flush_by_helper() noexcept {
    if (t_is_helper) {
        return false;
    }
    const NoCancellation until_done;
    const Busy busy;
    RecordingState& state = recording_state();
    auto& helper = state.helper;
    const std::chrono::milliseconds timeout = state.flush_timeout.load();
    std::unique_lock lock{helper.mutex};
    if (helper.threads == 0) {
        return false;
    }
    const std::uint64_t number = ++helper.flushes_wanted;
    helper.wake.notify_all();
    const bool is_over = helper.wake.wait_until(lock, deadline_after(timeout),
                                                [&] { return helper.flushes_done >= number || helper.threads == 0; });
    const bool is_done = helper.flushes_done >= number;
    lock.unlock();
    if (!is_over) {
        report_timeout("a flush", timeout);
    }
    return is_done || !is_over;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
