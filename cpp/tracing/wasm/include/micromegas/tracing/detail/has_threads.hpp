// Whether another thread may be at what this one waits for.
#pragma once

namespace micromegas::tracing::detail {

#ifdef __EMSCRIPTEN_PTHREADS__
inline constexpr bool kHasThreads = true;
#else
inline constexpr bool kHasThreads = false;
#endif

}  // namespace micromegas::tracing::detail
