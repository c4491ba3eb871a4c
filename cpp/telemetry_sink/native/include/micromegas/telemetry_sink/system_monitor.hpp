// Records how busy the machine is, and how much memory it and the process use.
#pragma once

#include <micromegas/abi.hpp>

#include <memory>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// A thread of low priority that records these metrics:
///
///     total_memory                                    bytes    once
///     used_memory, free_memory                        bytes    each 200 ms
///     cpu_usage                                       percent  each 200 ms, of all processors together
///     process_resident_bytes, process_virtual_bytes   bytes    each 5 s
///
/// `init_telemetry` starts one where a sink asks for blocks.
class SystemMonitor {
public:
    SystemMonitor();
    ~SystemMonitor();
    SystemMonitor(const SystemMonitor&) = delete;
    SystemMonitor& operator=(const SystemMonitor&) = delete;

    /// Does nothing if the thread runs, or where the system gives no thread.
    void start();
    /// Ends the thread, without finishing its wait. In the child of a fork there is no such thread, until
    /// `start` is called there.
    void stop() noexcept;

private:
    struct Shared;

    std::unique_ptr<Shared> shared_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
