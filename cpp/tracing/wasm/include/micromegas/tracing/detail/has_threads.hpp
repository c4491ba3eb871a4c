// Whether the program can have other threads to wait for.
#pragma once

namespace micromegas::tracing::detail {

#ifdef __EMSCRIPTEN_PTHREADS__
inline constexpr bool kHasThreads = true;
#else
inline constexpr bool kHasThreads = false;
#endif

}  // namespace micromegas::tracing::detail
