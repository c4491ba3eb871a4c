// Whether the program can have other threads to wait for.
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

#ifdef __EMSCRIPTEN_PTHREADS__
inline constexpr bool kHasThreads = true;
#else
inline constexpr bool kHasThreads = false;
#endif

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
