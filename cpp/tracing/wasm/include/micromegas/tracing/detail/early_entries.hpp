// C++ entries from before the initialisation of tracing: of static constructors, of main(), of threads that it starts.
// The package's own core replaces them: docs/decisions/0040-a-program-replaces-a-function-by-defining-it.md
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Keeps entries from now on, until the first initialisation. Surplus entries are counted.
void keep_early_entries();

/// Announces an initialisation by JavaScript: the entries keep waiting, for its callback.
void hold_early_entries() noexcept;

/// Delivers the entries, as JavaScript has a callback.
void deliver_early_entries() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
