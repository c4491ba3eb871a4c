// Hands over recorded events, periodically and whenever a block is full.
#pragma once

#include <micromegas/abi.hpp>

#include <chrono>
#include <memory>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// In a thread of its own:
///
///     FlushMonitor monitor;                       // every 60 s
///     monitor.start();
///
/// or driven by a loop that the program has anyway, such as a frame or an event loop:
///
///     monitor.tick();
///
/// Log entries that a sink wants as deferred text are passed on at every `tick`, and by the thread within 50 ms.
///
/// Between `start` and `stop` recording threads leave full blocks, and the first touch of new memory, to the monitor's
/// thread; otherwise the thread that fills a block hands it over.
class FlushMonitor {
public:
    static constexpr std::chrono::milliseconds kDefaultPeriod{60'000};

    /// A longer period than a year is a year. 0 and less: each tick flushes, and a thread each millisecond.
    explicit FlushMonitor(std::chrono::milliseconds period = kDefaultPeriod);
    ~FlushMonitor();
    FlushMonitor(const FlushMonitor&) = delete;
    FlushMonitor& operator=(const FlushMonitor&) = delete;

    /// Passes deferred text on, and flushes everything if the period has passed and the sink is not busy; it then tries
    /// again at the next tick. One thread at a time.
    void tick() noexcept;

    /// Starts the thread; does nothing if it runs, or if the system cannot create one. Monitors that run at the same
    /// time share the work.
    void start();
    /// Waits for its thread to end, without flushing, for `DispatchConfig::shutdown_timeout` at most: a sink that does
    /// not return keeps the thread. In the child of a fork there is no such thread, until `start` is called there.
    void stop() noexcept;

private:
    struct Shared;

    std::shared_ptr<Shared> shared_;  // with the thread, which may be the last
    int process_ = 0;                 // the id of the process that has the thread; 0 without one
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
