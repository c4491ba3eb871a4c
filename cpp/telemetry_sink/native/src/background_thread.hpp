#pragma once

#include <micromegas/abi.hpp>

#include <pthread.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

/// With all signals blocked, so that no handler of the program's runs on it. Returns an error of the system's, or 0.
[[nodiscard]] int start_background_thread(pthread_t& thread, void* (*run)(void*), void* argument) noexcept;

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
