// The description of the process that sinks get.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/property_set.hpp>
#include <micromegas/tracing/uuid.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The process that records: made once at initialisation by `dispatch::make_process_info`.
struct ProcessInfo {
    Uuid process_id;
    std::string exe;
    std::string username;
    std::string realname;
    std::string computer;
    std::string distro;
    std::string cpu_brand;
    std::int64_t tsc_frequency =
        0;  ///< `frequency()` of time.hpp, at the start; a reader of blocks gets a measured one.
    std::chrono::system_clock::time_point start_time;
    std::int64_t start_ticks = 0;
    std::optional<Uuid> parent_process_id;
    PropertySet properties;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
