// The process's clock, without the compiler's or the system's headers: every instrumented file includes this.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
[[nodiscard]] std::int64_t monotonic_nanoseconds() noexcept;
MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The process's tick count: the monotonic clock in nanoseconds.
[[nodiscard]] inline std::int64_t now() noexcept { return detail::monotonic_nanoseconds(); }

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
