// The clock of the benchmarks: the time stamp counter.
#pragma once

#include <chrono>
#include <cstdint>
#include <thread>

#include <x86intrin.h>

namespace micromegas::bench {

/// Everything before it in the program is done, and nothing after it has begun.
[[nodiscard]] inline std::int64_t ordered_ticks() noexcept {
    _mm_lfence();
    const auto ticks = static_cast<std::int64_t>(__rdtsc());
    _mm_lfence();
    return ticks;
}

/// Measured against the steady clock, since the machine may not report it.
[[nodiscard]] inline double measure_nanoseconds_per_tick() {
    const auto begin = std::chrono::steady_clock::now();
    const std::int64_t begin_ticks = ordered_ticks();
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - begin;
    return passed.count() / static_cast<double>(ordered_ticks() - begin_ticks);
}

[[nodiscard]] inline double to_nanoseconds(std::int64_t ticks) {
    static const double nanoseconds_per_tick = measure_nanoseconds_per_tick();
    return static_cast<double>(ticks) * nanoseconds_per_tick;
}

}  // namespace micromegas::bench
