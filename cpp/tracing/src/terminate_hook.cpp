#include <micromegas/tracing/terminate_hook.hpp>

#include "current_exception.hpp"
#include "log_router.hpp"

#include <micromegas/tracing/detail/has_threads.hpp>  // one per platform

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <thread>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

constexpr std::string_view kTarget = "micromegas::tracing";

constinit std::atomic<std::terminate_handler> g_previous{nullptr};
constinit std::atomic<bool> g_is_ending{false};
constinit thread_local bool t_is_ending = false;

/// The thread that came first delivers, and ends the program: this one waits for that, since its own abort would be
/// sooner. Twice as long as a shutdown takes at most: the entry and the previous handler take their time, too.
void let_the_first_deliver() noexcept {
    if constexpr (detail::kHasThreads) {
        const auto deadline = std::chrono::steady_clock::now() + 2 * detail::longest_shutdown();
        while (g_is_ending.load() && !t_is_ending && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    }
}

[[noreturn]] void on_terminate() {
    const std::terminate_handler previous = g_previous.exchange(nullptr);
    if (previous == nullptr) {  // the hook itself came to grief, or a second thread: do not log again
        let_the_first_deliver();
    } else {
        t_is_ending = true;
        g_is_ending.store(true);
        // Not by a macro: {fmt} would be in every module.
        detail::log_current_exception(
            {Level::Fatal, "", kTarget, kTarget, __FILE__, __LINE__, MetadataLifetime::Transient});
        dispatch::shutdown_dispatch();
        previous();
    }
    std::abort();
}

}  // namespace

void install_terminate_hook() noexcept {
    if (std::get_terminate() == on_terminate) {
        return;
    }
    g_previous.store(std::get_terminate());
    std::set_terminate(on_terminate);
}

void remove_terminate_hook() noexcept {
    if (std::get_terminate() != on_terminate) {
        return;
    }
    if (const std::terminate_handler previous = g_previous.exchange(nullptr)) {
        std::set_terminate(previous);
    }
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
