// Whether the program can have other threads to wait for.
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

inline constexpr bool kHasThreads = true;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
