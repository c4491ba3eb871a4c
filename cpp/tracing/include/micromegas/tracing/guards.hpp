// Scoped set-up of the process and of a thread.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Initialises the dispatch and installs the terminate hook; undoes both at the end of its life, if it did them. If
/// the dispatch was shut down and initialised again meanwhile, the new one is left alone.
class TracingSystemGuard {
public:
    TracingSystemGuard(const DispatchConfig& config, std::shared_ptr<EventSink> sink);
    /// A guard without effect, for an initialisation that failed before the dispatch.
    explicit TracingSystemGuard(std::error_code error) noexcept : error_(error) {}
    ~TracingSystemGuard();
    TracingSystemGuard(const TracingSystemGuard&) = delete;
    TracingSystemGuard& operator=(const TracingSystemGuard&) = delete;
    TracingSystemGuard(TracingSystemGuard&& other) noexcept;
    TracingSystemGuard& operator=(TracingSystemGuard&& other) noexcept;

    /// The reason if this guard did not initialise anything; it is then without effect.
    [[nodiscard]] const std::error_code& error() const noexcept { return error_; }

private:
    void release() noexcept;

    std::error_code error_;
    std::optional<Uuid> process_id_;  // of the dispatch that this guard initialised
};

/// Makes the thread's stream at its beginning and delivers its last events at its end. A thread without a guard loses
/// nothing: it registers at its first span. Natively the guard also gives a thread without one a stack for signal
/// handlers, 64 KiB, so that crash handlers, installed before or after, can report an overflow of its own stack.
class TracingThreadGuard {
public:
    TracingThreadGuard() noexcept { dispatch::init_thread_stream(); }
    /// The same, and names the thread.
    explicit TracingThreadGuard(std::string_view name) noexcept : TracingThreadGuard() {
        dispatch::set_thread_name(name);
    }
    ~TracingThreadGuard() { dispatch::unregister_thread_stream(); }
    TracingThreadGuard(const TracingThreadGuard&) = delete;
    TracingThreadGuard& operator=(const TracingThreadGuard&) = delete;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
