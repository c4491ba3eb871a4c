// The process's clock, without the compiler's or the system's headers: every instrumented file includes this.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The process's tick count: the TSC.
[[nodiscard]] inline std::int64_t now() noexcept { return static_cast<std::int64_t>(__builtin_ia32_rdtsc()); }

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
