#pragma once

namespace micromegas::tracing::detail {

/// From now on the child of a `fork` begins as a process in which tracing was never initialised. It neither waits for
/// its parent's threads, which it does not have, nor hands over what they recorded.
void prepare_for_forks() noexcept;

}  // namespace micromegas::tracing::detail
