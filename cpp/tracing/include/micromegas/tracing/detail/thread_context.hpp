// The context of a thread, for those who take it along; context.hpp has the guards that change it.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <atomic>
#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct ThreadContext {
    PropertySet properties;  ///< Of all guards that last, the outer ones' included.
    std::uint64_t id = 0;    ///< Of these properties alone, in the process; 0: there are none.
};

/// Whether there was ever a guard, so that tasks of other programs do not pay for a context.
extern constinit std::atomic<bool> g_has_context;

/// Gives the calling thread the context `other`, and takes its former one away.
void swap_thread_context(ThreadContext& other) noexcept;
[[nodiscard]] const ThreadContext& thread_context() noexcept;

inline void swap_context(ThreadContext& other) noexcept {
    if (g_has_context.load(std::memory_order_relaxed)) {
        swap_thread_context(other);
    }
}
[[nodiscard]] inline ThreadContext current_context() noexcept {
    return g_has_context.load(std::memory_order_relaxed) ? thread_context() : ThreadContext{};
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
