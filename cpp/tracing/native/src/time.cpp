#include <micromegas/tracing/time.hpp>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

DualTime DualTime::now() noexcept { return {tracing::now(), std::chrono::system_clock::now()}; }

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
