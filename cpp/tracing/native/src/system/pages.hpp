// Memory of the system itself. Unlike `malloc` and `operator new` it may be had in a signal handler, and no program
// replaces it by a function that records.
#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>

#include <sys/mman.h>

// LeakSanitizer's, in a program that is linked with it.
// NOLINTBEGIN(bugprone-reserved-identifier,*-identifier-naming): its names
extern "C" [[gnu::weak]] void __lsan_register_root_region(const void* memory, std::size_t bytes);
extern "C" [[gnu::weak]] void __lsan_unregister_root_region(const void* memory, std::size_t bytes);
// NOLINTEND(bugprone-reserved-identifier,*-identifier-naming)

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Zeros, in whole pages. `flags` are more of mmap's. Null without memory.
[[nodiscard]] inline void* map_pages(std::size_t bytes, int flags = 0) noexcept {
    void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    return memory != MAP_FAILED ? memory : nullptr;
}

/// Gives back whole pages: all, or a part, of those that `map_pages` made.
inline void unmap_pages(void* memory, std::size_t bytes) noexcept { static_cast<void>(munmap(memory, bytes)); }

/// As `map_pages`, for an object that refers to memory of the heap, which LeakSanitizer would not find through it.
[[nodiscard]] inline void* map_object(std::size_t bytes) noexcept {
    void* const memory = map_pages(bytes);
    if (memory != nullptr && __lsan_register_root_region != nullptr) {
        __lsan_register_root_region(memory, bytes);
    }
    return memory;
}
inline void unmap_object(void* memory, std::size_t bytes) noexcept {
    if (__lsan_unregister_root_region != nullptr) {
        __lsan_unregister_root_region(memory, bytes);
    }
    unmap_pages(memory, bytes);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
