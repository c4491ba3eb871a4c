// Whether the program can have other threads to wait for.
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

inline constexpr bool kHasThreads = true;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
