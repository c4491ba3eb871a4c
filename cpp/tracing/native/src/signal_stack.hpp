#pragma once

namespace micromegas::tracing::detail {

/// Whether threads that begin to record are given a stack for signal handlers. One that has overflowed its own can run
/// none on it.
void want_signal_stacks(bool wanted) noexcept;

/// Gives the calling thread one, to its end, if they are wanted and it has none.
void provide_signal_stack() noexcept;

}  // namespace micromegas::tracing::detail
