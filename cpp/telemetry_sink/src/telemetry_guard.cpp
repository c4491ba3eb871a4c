#include <micromegas/telemetry_sink/telemetry_guard.hpp>

#include "shared_system.hpp"

#include <utility>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

SystemLock::SystemLock() : guarded_(guarded_system()), lock_(guarded_.mutex) {}

std::shared_ptr<detail::TelemetrySystem> SystemLock::find() const noexcept {
    auto system = guarded_.system.lock();
    // Where tracing was shut down meanwhile, the guards keep nothing alive any more.
    return system != nullptr && system->process_id == tracing::dispatch::process_id() ? system : nullptr;
}

void SystemLock::remember(const std::shared_ptr<detail::TelemetrySystem>& system) const noexcept {
    guarded_.system = system;
}

TelemetryGuard::TelemetryGuard(std::shared_ptr<detail::TelemetrySystem> system) noexcept : system_(std::move(system)) {}

TelemetryGuard::TelemetryGuard(std::error_code error, std::string error_message) noexcept
    : error_(error), error_message_(std::move(error_message)) {}

TelemetryGuard::TelemetryGuard(TelemetryGuard&& other) noexcept = default;

TelemetryGuard& TelemetryGuard::operator=(TelemetryGuard&& other) noexcept {
    std::swap(system_, other.system_);
    std::swap(error_, other.error_);
    std::swap(error_message_, other.error_message_);
    return *this;
}

TelemetryGuard::~TelemetryGuard() {
    if (system_ != nullptr) {
        const SystemLock lock;
        system_.reset();
    }
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
