#include "delivery.hpp"

#include <micromegas/tracing/detail/frequency.hpp>
#include <micromegas/tracing/detail/start_thread.hpp>

#include <unistd.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

Delivery::Delivery() noexcept : pid_(getpid()) {}

bool Delivery::is_of_this_process() const noexcept { return pid_ == getpid(); }

bool Delivery::has_thread() const {
    const std::lock_guard lock{mutex_};
    return has_thread_;
}

void Delivery::begin(const std::shared_ptr<Delivery>& self, std::shared_ptr<const tracing::ProcessInfo> process) {
    constexpr auto kRun = [](void* argument) -> void* {
        const std::unique_ptr<std::shared_ptr<Delivery>> own{static_cast<std::shared_ptr<Delivery>*>(argument)};
        (*own)->run();
        return nullptr;
    };
    has_begun_ = true;
    process_ = std::move(process);
    auto argument = std::make_unique<std::shared_ptr<Delivery>>(self);
    const std::lock_guard lock{mutex_};
    has_thread_ = can_run() && tracing::detail::start_thread(thread_, kRun, argument.get()) == 0;
    if (has_thread_) {
        static_cast<void>(argument.release());  // the thread's
    }
}

void Delivery::end() noexcept {
    std::unique_lock lock{mutex_};
    if (!has_thread_ || is_stopping_) {
        return;
    }
    is_stopping_ = true;
    const std::optional<TimePoint> patience = stop();
    changed_.notify_all();
    const auto is_over = [this] { return has_ended_; };
    if (patience) {
        changed_.wait_until(lock, *patience, is_over);
    } else {
        changed_.wait(lock, is_over);
    }
    const bool has_ended = has_ended_;
    lock.unlock();
    static_cast<void>(has_ended ? pthread_join(thread_, nullptr) : pthread_detach(thread_));
}

void Delivery::has_ended() noexcept {
    const std::lock_guard lock{mutex_};
    has_ended_ = true;
    changed_.notify_all();
}

tracing::ProcessInfo Delivery::described_process() const { return tracing::detail::with_frequency(*process_); }

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
