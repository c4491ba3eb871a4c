// Logs the exception that ends a program. A program may replace both functions:
// docs/decisions/0040-a-program-replaces-a-function-by-defining-it.md
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Makes `std::terminate` log at fatal the type and `what()` of the exception that was thrown, natively with the
/// property "stack", flush, shut the dispatch down, and then call the previous handler. A second call does nothing.
void install_terminate_hook() noexcept;

/// Restores the previous handler, unless another one has been installed over ours.
void remove_terminate_hook() noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
