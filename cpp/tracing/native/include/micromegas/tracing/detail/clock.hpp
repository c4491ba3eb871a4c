// The process's clock, without the compiler's or the system's headers: every instrumented file includes this.
#pragma once

#include <cstdint>

namespace micromegas::tracing {

namespace detail {
/// Of the monotonic clock.
[[nodiscard]] std::int64_t monotonic_nanoseconds() noexcept;
}  // namespace detail

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

}  // namespace micromegas::tracing
