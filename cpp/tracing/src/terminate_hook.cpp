#include <micromegas/tracing/terminate_hook.hpp>

#include "current_exception.hpp"
#include "log_router.hpp"

#include <atomic>
#include <cstdlib>
#include <exception>
#include <string_view>

namespace micromegas::tracing {
namespace {

// How long a crash waits for other threads to come out of the sink.
constexpr std::chrono::milliseconds kCrashPatience{2000};

constexpr std::string_view kTarget = "micromegas::tracing";

constinit std::atomic<std::terminate_handler> g_previous{nullptr};

[[noreturn]] void on_terminate() {
    const std::terminate_handler previous = g_previous.exchange(nullptr);
    if (previous != nullptr) {  // otherwise the hook itself, or a second thread, came to grief: do not log again
        // Not by a macro: {fmt} would be in every module.
        dispatch::log_interop({Level::Fatal, "", kTarget, kTarget, __FILE__, __LINE__, MetadataLifetime::Transient},
                              detail::describe_current_exception());
        detail::uninstall_sink(detail::Farewell::Notify, kCrashPatience);
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

}  // namespace micromegas::tracing
