// The kernel's data about the machine and this process.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

/// In bytes; 0: unknown.
struct MachineMemory {
    std::uint64_t total = 0;
    std::uint64_t free = 0;
    std::uint64_t used = 0;  ///< That programs could not have.
};
[[nodiscard]] MachineMemory read_machine_memory() noexcept;

struct ProcessMemory {
    std::uint64_t resident = 0;
    std::uint64_t virtual_size = 0;
};
[[nodiscard]] ProcessMemory read_process_memory() noexcept;

/// Of all processors since the machine began, in ticks of the kernel's.
struct CpuTimes {
    std::uint64_t busy = 0;
    std::uint64_t all = 0;
};
[[nodiscard]] CpuTimes read_cpu_times() noexcept;

struct CpuCounts {
    unsigned logical = 0;
    unsigned physical = 0;  ///< Cores; one may be several logical ones.
};
[[nodiscard]] CpuCounts read_cpu_counts();

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
