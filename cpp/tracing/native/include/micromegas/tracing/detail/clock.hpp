// The process's clock, without the compiler's or the system's headers: every instrumented file includes this.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
/// Of the monotonic clock.
[[nodiscard]] std::int64_t monotonic_nanoseconds() noexcept;
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {

/// The process's tick count: the TSC on x86-64, CNTVCT on AArch64, the monotonic clock in nanoseconds elsewhere.
[[nodiscard]] inline std::int64_t now() noexcept {
#if defined(__x86_64__)
    return static_cast<std::int64_t>(__builtin_ia32_rdtsc());
#elif defined(__aarch64__)
    std::uint64_t ticks = 0;
    asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return static_cast<std::int64_t>(ticks);
#else
    return detail::monotonic_nanoseconds();
#endif
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
