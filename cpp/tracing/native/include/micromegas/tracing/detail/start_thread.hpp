// For the library's own threads.
#pragma once

#include <micromegas/abi.hpp>

#include <pthread.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Starts a thread with all signals blocked except faults: no signal handler of the program runs on it, and a crash on
/// it reaches the crash handlers. Returns an error of the system, or 0.
[[nodiscard]] int start_thread(pthread_t& thread, void* (*run)(void*), void* argument) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
