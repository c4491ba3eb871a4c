#include <micromegas/tracing/guards.hpp>

#include <micromegas/tracing/terminate_hook.hpp>

#include <utility>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

TracingSystemGuard::TracingSystemGuard(const DispatchConfig& config, std::shared_ptr<EventSink> sink)
    : error_(dispatch::init_event_dispatch(config, std::move(sink))) {
    if (!error_) {
        process_id_ = dispatch::process_id();
        install_terminate_hook();
    }
}

TracingSystemGuard::~TracingSystemGuard() { release(); }

TracingSystemGuard::TracingSystemGuard(TracingSystemGuard&& other) noexcept
    : error_(other.error_), process_id_(std::exchange(other.process_id_, std::nullopt)) {}

TracingSystemGuard& TracingSystemGuard::operator=(TracingSystemGuard&& other) noexcept {
    if (this != &other) {
        release();
        error_ = other.error_;
        process_id_ = std::exchange(other.process_id_, std::nullopt);
    }
    return *this;
}

void TracingSystemGuard::release() noexcept {
    const auto process_id = std::exchange(process_id_, std::nullopt);
    if (process_id && process_id == dispatch::process_id()) {
        remove_terminate_hook();
        dispatch::shutdown_dispatch();
    }
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
