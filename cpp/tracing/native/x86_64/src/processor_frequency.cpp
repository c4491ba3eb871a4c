#include <micromegas/tracing/detail/frequency.hpp>

#include <cpuid.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Core crystal clock (ECX, Hz) × EBX / EAX. Many hypervisors leave it empty.
std::int64_t frequency_of_processor() noexcept {
    unsigned denominator = 0;
    unsigned numerator = 0;
    unsigned crystal_hz = 0;
    unsigned edx = 0;
    if (__get_cpuid(0x15, &denominator, &numerator, &crystal_hz, &edx) == 0 || denominator == 0 || crystal_hz == 0) {
        return 0;
    }
    return static_cast<std::int64_t>(std::uint64_t{crystal_hz} * numerator / denominator);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
