#include <micromegas/tracing/detail/frequency.hpp>
#include <micromegas/tracing/time.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <thread>
#include <utility>

#include <linux/perf_event.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <ctime>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

constexpr double kNanoseconds = 1e9;

/// Of the uncertainty in the time between two samples: a quarter of what is promised.
constexpr std::int64_t kParts = 200'000;  // 5 ppm
/// More is not needed, though clocks that are slow to read would ask for it.
constexpr std::int64_t kLongestNeeded = 1'000'000'000;

std::int64_t read(clockid_t clock) noexcept {
    timespec time{};
    static_cast<void>(clock_gettime(clock, &time));
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// Whether the machine slept between them; its clocks are not read at once.
bool has_slept(const ClockSample& first, const ClockSample& second) noexcept {
    constexpr std::int64_t kShortestSleep = 100'000'000;
    return std::abs(second.asleep - first.asleep) > kShortestSleep;
}

/// Set by whoever measures first.
std::atomic<std::int64_t> g_measured{0};

const ClockSample& first_sample() noexcept {
    static const ClockSample sample = take_clock_sample();
    return sample;
}

std::int64_t find_frequency() noexcept {
    const std::int64_t of_kernel = frequency_of_kernel();
    const std::int64_t known = of_kernel != 0 ? of_kernel : frequency_of_processor();
    if (known == 0) {
        static_cast<void>(first_sample());  // the sooner, the less has to be waited for the second one
    }
    return known;
}

std::int64_t measure_frequency() noexcept {
    std::int64_t measured = g_measured.load();
    if (measured != 0) {
        return measured;
    }
    ClockSample first = first_sample();
    constexpr int kMostTries = 1000;  // of a tick count that does not move
    for (int i = 0; i < kMostTries && measured == 0; ++i) {
        const ClockSample second = take_clock_sample();
        measured = frequency_between(first, second);
        if (measured == 0) {
            if (has_slept(first, second) || second.ticks <= first.ticks) {
                first = second;
            }
            constexpr std::chrono::milliseconds kPause{5};
            std::this_thread::sleep_for(kPause);
        }
    }
    std::int64_t before = 0;
    return g_measured.compare_exchange_strong(before, measured) ? measured : before;
}

}  // namespace

/// `time_mult` and `time_shift` turn ticks into nanoseconds.
std::int64_t frequency_of_kernel() noexcept {
    perf_event_attr event{};
    event.size = sizeof event;
    event.type = PERF_TYPE_SOFTWARE;
    event.config = PERF_COUNT_SW_DUMMY;
    event.exclude_kernel = 1;
    event.exclude_hv = 1;
    const auto opened =
        static_cast<int>(syscall(SYS_perf_event_open, &event, 0, -1, -1, std::uint64_t{PERF_FLAG_FD_CLOEXEC}));
    if (opened == -1) {
        return 0;  // forbidden, as in many containers
    }
    const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* const mapped = mmap(nullptr, size, PROT_READ, MAP_SHARED, opened, 0);
    static_cast<void>(close(opened));
    if (mapped == MAP_FAILED) {
        return 0;
    }
    const auto& page = *static_cast<const volatile perf_event_mmap_page*>(mapped);
    double hz = 0;
    std::uint32_t lock = 0;
    do {
        lock = page.lock;
        std::atomic_thread_fence(std::memory_order_acquire);
        const std::uint32_t multiplier = page.time_mult;
        hz = page.cap_user_time != 0 && multiplier != 0
                 ? kNanoseconds * static_cast<double>(std::uint64_t{1} << page.time_shift) / multiplier
                 : 0;
        std::atomic_thread_fence(std::memory_order_acquire);
    } while (page.lock != lock);
    static_cast<void>(munmap(mapped, size));
    return std::llround(hz);
}

ClockSample take_clock_sample() noexcept {
    constexpr int kTries = 20;
    ClockSample best{
        .ticks = 0, .nanoseconds = 0, .uncertainty = std::numeric_limits<std::int64_t>::max(), .asleep = 0};
    for (int i = 0; i < kTries; ++i) {
        const std::int64_t before = read(CLOCK_MONOTONIC_RAW);
        const std::int64_t ticks = tracing::now();
        const std::int64_t after = read(CLOCK_MONOTONIC_RAW);
        // A clock that says the same twice is no more exact than that.
        const std::int64_t uncertainty = std::max<std::int64_t>(after - before, 1);
        if (uncertainty < best.uncertainty) {
            best = {
                .ticks = ticks, .nanoseconds = before + (after - before) / 2, .uncertainty = uncertainty, .asleep = 0};
        }
    }
    best.asleep = read(CLOCK_BOOTTIME) - read(CLOCK_MONOTONIC);
    return best;
}

std::int64_t frequency_between(const ClockSample& first, const ClockSample& second) noexcept {
    const std::int64_t passed = second.nanoseconds - first.nanoseconds;
    const std::int64_t ticks = second.ticks - first.ticks;
    const std::int64_t needed =
        std::min(std::max(first.uncertainty, second.uncertainty), kLongestNeeded / kParts) * kParts;
    if (passed < needed || ticks <= 0 || has_slept(first, second)) {
        return 0;
    }
    return std::llround(static_cast<double>(ticks) * kNanoseconds / static_cast<double>(passed));
}

ProcessInfo with_frequency(ProcessInfo process) noexcept {
    if (process.tsc_frequency == 0) {
        process.tsc_frequency = measure_frequency();
    }
    return process;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {

std::int64_t frequency() noexcept {
    static const std::int64_t hz = detail::find_frequency();
    return hz;
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
