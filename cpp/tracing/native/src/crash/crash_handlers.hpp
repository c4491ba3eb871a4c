// Across a fork: the child has no thread that could hand over.
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void hold_crash_handlers() noexcept;
void release_crash_handlers() noexcept;
/// In the child, instead of releasing: puts the previous handlers back.
void abandon_crash_handlers() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
