#include "bounded_wait.hpp"

#include "no_cancellation.hpp"

#include <micromegas/tracing/detail/start_thread.hpp>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>

#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// Shared by the waiting and the working thread: either may be the last.
struct Work {
    void (*work)() noexcept = nullptr;
    std::mutex mutex;
    std::condition_variable has_ended;
    bool is_done = false;
};

void* do_work(void* shared) {
    const std::unique_ptr<std::shared_ptr<Work>> own{static_cast<std::shared_ptr<Work>*>(shared)};
    Work& work = **own;
    work.work();
    const std::lock_guard lock{work.mutex};
    work.is_done = true;
    work.has_ended.notify_all();
    return nullptr;
}

}  // namespace

std::chrono::steady_clock::time_point deadline_after(std::chrono::milliseconds time) noexcept {
    return std::chrono::steady_clock::now() + time;
}

bool run_within(std::chrono::milliseconds timeout, void (*work)() noexcept) noexcept {
    const NoCancellation until_done;
    const auto shared = std::make_shared<Work>();
    shared->work = work;
    auto argument = std::make_unique<std::shared_ptr<Work>>(shared);
    pthread_t thread{};
    if (start_thread(thread, do_work, argument.get()) != 0) {
        work();
        return true;
    }
    static_cast<void>(argument.release());  // the thread's
    std::unique_lock lock{shared->mutex};
    const bool is_done = shared->has_ended.wait_until(lock, deadline_after(timeout), [&] { return shared->is_done; });
    lock.unlock();
    static_cast<void>(is_done ? pthread_join(thread, nullptr) : pthread_detach(thread));
    return is_done;
}

void report_timeout(std::string_view action, std::chrono::milliseconds timeout) noexcept {
    std::array<char, 256> line{};
    const auto end =
        fmt::format_to_n(line.data(), line.size(), "micromegas: {} gave up after {} ms: the sink has not returned\n",
                         action, timeout.count());
    const ssize_t written = write(STDERR_FILENO, line.data(), std::min(end.size, line.size()));
    static_cast<void>(written);
}

int forbid_cancellation() noexcept {
    int before = 0;
    static_cast<void>(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before));
    return before;
}

void allow_cancellation(int before) noexcept { static_cast<void>(pthread_setcancelstate(before, nullptr)); }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
