// Whether the program can have other threads to wait for.
#pragma once

namespace micromegas::tracing::detail {

inline constexpr bool kHasThreads = true;

}  // namespace micromegas::tracing::detail
