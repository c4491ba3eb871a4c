#include <micromegas/tracing/flush_monitor.hpp>

#include "collector.hpp"
#include "text_delivery.hpp"

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
    if (detail::recording_state().text.is_wanted.load()) {
        detail::collect({.text = true});
    }
    flush_if_due();
}

void FlushMonitor::flush_if_due() noexcept {
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
    if (process_ == getpid()) {
        return;
    }
    constexpr auto kRun = [](void* monitor) -> void* {
        static_cast<FlushMonitor*>(monitor)->run();
        return nullptr;
    };
    auto& helper = detail::recording_state().helper;
    const std::lock_guard lock{helper.mutex};
    is_stopping_ = false;
    if (pthread_create(&thread_, nullptr, kRun, this) == 0) {
        ++helper.threads;
        process_ = getpid();
    }
}

void FlushMonitor::stop() noexcept {
    if (std::exchange(process_, 0) != getpid()) {
        return;
    }
    auto& helper = detail::recording_state().helper;
    {
        const std::lock_guard lock{helper.mutex};
        --helper.threads;
        is_stopping_ = true;
    }
    helper.wake.notify_all();
    static_cast<void>(pthread_join(thread_, nullptr));
}

std::chrono::milliseconds FlushMonitor::until_next_tick() const noexcept {
    const auto passed = std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - last_flush_);
    // A flush that is due and was put off, as the sink is busy, is tried again soon.
    return std::max(period_ - passed, std::min(period_, kRetry));
}

void FlushMonitor::run() noexcept {
    static_cast<void>(pthread_setname_np(pthread_self(), "micromegas"));
    detail::RecordingState& state = detail::recording_state();
    auto& helper = state.helper;
    std::unique_lock lock{helper.mutex};
    detail::TextWatch text;
    while (!is_stopping_) {
        lock.unlock();
        const std::chrono::milliseconds next_look = text.look();
        lock.lock();
        helper.wake.wait_for(lock, std::min(until_next_tick(), next_look), [&] {
            return helper.block_is_full || helper.memory_is_low || helper.text_came || is_stopping_;
        });
        helper.text_came = false;
        const bool block_is_full = std::exchange(helper.block_is_full, false);
        const bool memory_is_low = std::exchange(helper.memory_is_low, false);
        lock.unlock();
        if (memory_is_low) {
            state.pool.replenish();
        }
        if (block_is_full) {
            detail::CollectScope full = detail::kCollectAll;
            full.only_full = true;
            detail::collect(full);
        }
        flush_if_due();
        lock.lock();
    }
}

}  // namespace micromegas::tracing
