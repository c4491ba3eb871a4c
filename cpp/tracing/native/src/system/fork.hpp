#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Makes the child of a `fork` start as a process in which tracing was never initialised. The child neither waits for
/// its parent's threads, which it does not have, nor hands over their records.
void prepare_for_forks() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
