// What C++ logs before anybody has initialised tracing: static constructors, main(), threads that it starts.
#pragma once

namespace micromegas::tracing::detail {

/// From now on entries are kept, until the first initialisation. Surplus entries are counted.
void keep_early_entries();

/// The initialisation that follows is JavaScript's: the entries go on waiting, for its callback.
void hold_early_entries() noexcept;

/// JavaScript has a callback.
void deliver_early_entries() noexcept;

}  // namespace micromegas::tracing::detail
