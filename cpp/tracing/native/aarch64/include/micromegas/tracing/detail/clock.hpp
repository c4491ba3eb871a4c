// The process's clock, without the compiler's or the system's headers: every instrumented file includes this.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The process's tick count: the virtual counter. Without a barrier, as with the TSC: a read may be early by a few
/// instructions, which is less than a tick.
[[nodiscard]] inline std::int64_t now() noexcept {
    std::uint64_t ticks = 0;
    asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return static_cast<std::int64_t>(ticks);
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
