#pragma once

#include <micromegas/abi.hpp>

#include <array>

#include <pthread.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The system's, which ends with a NUL.
using ThreadName = std::array<char, 16>;

/// Of a thread that runs; empty if it has none.
[[nodiscard]] inline ThreadName name_of_thread(pthread_t thread) noexcept {
    ThreadName name{};
    return pthread_getname_np(thread, name.data(), name.size()) == 0 ? name : ThreadName{};
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
