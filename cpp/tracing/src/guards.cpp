#include <micromegas/tracing/guards.hpp>

#include <micromegas/tracing/terminate_hook.hpp>

#include <utility>

namespace micromegas::tracing {

TracingSystemGuard::TracingSystemGuard(const DispatchConfig& config, std::shared_ptr<EventSink> sink)
    : error_(dispatch::init_event_dispatch(config, std::move(sink))), active_(!error_) {
    if (active_) {
        install_terminate_hook();
    }
}

TracingSystemGuard::~TracingSystemGuard() { release(); }

TracingSystemGuard::TracingSystemGuard(TracingSystemGuard&& other) noexcept
    : error_(other.error_), active_(std::exchange(other.active_, false)) {}

TracingSystemGuard& TracingSystemGuard::operator=(TracingSystemGuard&& other) noexcept {
    if (this != &other) {
        release();
        error_ = other.error_;
        active_ = std::exchange(other.active_, false);
    }
    return *this;
}

void TracingSystemGuard::release() noexcept {
    if (std::exchange(active_, false)) {
        remove_terminate_hook();
        dispatch::shutdown_dispatch();
    }
}

}  // namespace micromegas::tracing
