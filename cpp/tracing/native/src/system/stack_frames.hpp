// The calls that are under way in a thread.
#pragma once

#include <micromegas/abi.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <span>
#include <string>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Return addresses, the innermost first.
struct StackFrames {
    std::array<void*, 64> addresses{};
    std::size_t count = 0;
};

/// Loads the unwinder, which a signal handler may not do.
void prepare_stack_frames() noexcept;

/// Of the calling thread, which may be in a signal handler once `prepare_stack_frames` was called. Begins with the
/// caller of this function. A damaged stack may crash it.
[[gnu::noinline]] void take_stack_frames(StackFrames& frames) noexcept;

/// Whether entries at fatal have a stack.
extern constinit std::atomic<bool> g_fatal_stacks;
/// The stack from this address of a caller on, without the library's own functions where their names are known.
[[nodiscard]] std::string describe_stack_from(const void* caller);

/// A line for each frame; see stack_trace.hpp.
[[nodiscard]] std::string describe_frames(std::span<void* const> frames);

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
