// The state that the guards of a process share.
#pragma once

#include "platform_sink.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/guards.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
struct TelemetrySystem {
    explicit TelemetrySystem(tracing::TracingSystemGuard guard) noexcept
        : process_id(tracing::dispatch::process_id()), system(std::move(guard)) {}

    std::optional<tracing::Uuid> process_id;
    std::shared_ptr<void> end_signals;  // ends last
    tracing::TracingSystemGuard system;
    std::shared_ptr<void> threads;  // ends first
};
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

/// While the system is made, found or ends. A sink that makes a guard in `on_startup` does not wait for
/// itself.
class SystemLock {
public:
    SystemLock();

    /// The running one, if guards keep it alive.
    [[nodiscard]] std::shared_ptr<detail::TelemetrySystem> find() const noexcept;
    void remember(const std::shared_ptr<detail::TelemetrySystem>& system) const noexcept;

private:
    GuardedSystem& guarded_;
    std::unique_lock<std::recursive_mutex> lock_;
};

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
