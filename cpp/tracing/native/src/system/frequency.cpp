#include <micromegas/tracing/time.hpp>

#include <fstream>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

#if defined(__x86_64__)

/// CPUID leaf 15h: core crystal clock (ECX, Hz) × EBX / EAX. Many hypervisors leave it empty.
std::int64_t frequency_from_cpuid() noexcept {
    unsigned denominator = 0;
    unsigned numerator = 0;
    unsigned crystal_hz = 0;
    unsigned edx = 0;
    if (__get_cpuid(0x15, &denominator, &numerator, &crystal_hz, &edx) == 0 || denominator == 0 || crystal_hz == 0) {
        return 0;
    }
    return std::int64_t{crystal_hz} * numerator / denominator;
}

/// The kernel's own calibration, where it shows it.
std::int64_t frequency_from_sysfs() {
    std::int64_t khz = 0;
    std::ifstream{"/sys/devices/system/cpu/cpu0/tsc_freq_khz"} >> khz;
    return khz * 1000;
}

std::int64_t find_frequency() {
    const std::int64_t hz = frequency_from_cpuid();
    return hz != 0 ? hz : frequency_from_sysfs();
}

#elif defined(__aarch64__)

std::int64_t find_frequency() {
    std::uint64_t hz = 0;
    asm volatile("mrs %0, cntfrq_el0" : "=r"(hz));
    return static_cast<std::int64_t>(hz);
}

#else

std::int64_t find_frequency() { return 1'000'000'000; }

#endif

}  // namespace

std::int64_t frequency() noexcept {
    static const std::int64_t hz = find_frequency();
    return hz;
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
