#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Gives the calling thread a stack for signal handlers, to its end, if it has none. A thread that has overflowed its
/// own stack can run none on it.
void provide_signal_stack() noexcept;

/// Whether threads that record their first event are given one.
void want_signal_stacks(bool wanted) noexcept;
void provide_signal_stack_if_wanted() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
