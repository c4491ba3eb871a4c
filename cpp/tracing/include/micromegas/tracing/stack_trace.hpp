// The stack of the calling thread as text, for entries that should have it.
//
//     MM_ERROR("the index is broken", MM_P("stack", stack_trace()));
//
// Entries at fatal have this property by themselves, also those of crashes and of uncaught exceptions; see
// DispatchConfig::fatal_stacks, crash_handlers.hpp and terminate_hook.hpp.
#pragma once

#include <micromegas/abi.hpp>

#include <string>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// A line for each call, the innermost first; 64 at most. Natively "name+0x1a (program+0x51a3)": names are those of
/// functions that the program or the library exports (-rdynamic), and a program such as addr2line makes file and line
/// of the part in parentheses. On wasm the JavaScript engine's own text, with the names of the module's name section
/// (READABLE_STACKS).
[[nodiscard]] std::string stack_trace() noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
