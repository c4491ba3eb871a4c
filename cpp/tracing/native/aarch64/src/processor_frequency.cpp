#include <micromegas/tracing/detail/frequency.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

std::int64_t frequency_of_processor() noexcept {
    std::uint64_t hz = 0;
    asm volatile("mrs %0, cntfrq_el0" : "=r"(hz));
    return static_cast<std::int64_t>(hz);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
