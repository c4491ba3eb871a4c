// Whether another thread may be at what this one waits for.
#pragma once

namespace micromegas::tracing::detail {

inline constexpr bool kHasThreads = true;

}  // namespace micromegas::tracing::detail
