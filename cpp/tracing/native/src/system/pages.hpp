// Memory of the system itself. Unlike `malloc` and `operator new` it may be had in a signal handler, and no program
// replaces it by a function that records.
#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>

#include <sys/mman.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Zeros, in whole pages. `flags` are more of mmap's. Null without memory.
[[nodiscard]] inline void* map_pages(std::size_t bytes, int flags = 0) noexcept {
    void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    return memory != MAP_FAILED ? memory : nullptr;
}

/// Gives back whole pages: all, or a part, of those that `map_pages` made.
inline void unmap_pages(void* memory, std::size_t bytes) noexcept { static_cast<void>(munmap(memory, bytes)); }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
