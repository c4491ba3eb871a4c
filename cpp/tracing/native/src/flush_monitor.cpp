#include <micromegas/tracing/flush_monitor.hpp>

#include "collector.hpp"

#include <algorithm>
#include <utility>

#include <pthread.h>
#include <unistd.h>

namespace micromegas::tracing {
namespace {

constexpr std::chrono::milliseconds kRetry{100};

}  // namespace

FlushMonitor::FlushMonitor(std::chrono::milliseconds period) noexcept
    : period_(period), last_flush_(std::chrono::steady_clock::now()) {}

FlushMonitor::~FlushMonitor() { stop(); }

void FlushMonitor::tick() noexcept {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_flush_ < period_) {
        return;
    }
    const auto sink = dispatch::get_sink();
    if (sink == nullptr || sink->is_busy()) {
        return;
    }
    last_flush_ = now;
    dispatch::flush_all();
}

void FlushMonitor::start() {
    if (thread_) {
        return;
    }
    {
        auto& helper = detail::recording_state().helper;
        const std::lock_guard lock{helper.mutex};
        helper.is_there = true;
    }
    process_ = getpid();
    thread_.emplace([this] { run(); });
}

void FlushMonitor::stop() noexcept {
    auto thread = std::exchange(thread_, std::nullopt);
    if (!thread) {
        return;
    }
    if (process_ != getpid()) {
        thread->detach();
        return;
    }
    auto& helper = detail::recording_state().helper;
    {
        const std::lock_guard lock{helper.mutex};
        helper.is_there = false;
    }
    helper.wake.notify_all();
    thread->join();
}

std::chrono::milliseconds FlushMonitor::until_next_tick() const noexcept {
    const auto passed = std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - last_flush_);
    // A flush that is due and was put off, as the sink is busy, is tried again soon.
    return std::max(period_ - passed, std::min(period_, kRetry));
}

void FlushMonitor::run() noexcept {
    static_cast<void>(pthread_setname_np(pthread_self(), "micromegas"));
    auto& helper = detail::recording_state().helper;
    std::unique_lock lock{helper.mutex};
    while (helper.is_there) {
        helper.wake.wait_for(lock, until_next_tick(), [&] { return helper.is_wanted || !helper.is_there; });
        const bool is_wanted = std::exchange(helper.is_wanted, false);
        lock.unlock();
        if (is_wanted) {
            detail::CollectScope full = detail::kCollectAll;
            full.only_full = true;
            detail::collect(full);
        }
        tick();
        lock.lock();
    }
}

}  // namespace micromegas::tracing
