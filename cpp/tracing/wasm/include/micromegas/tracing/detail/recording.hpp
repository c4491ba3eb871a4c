// Nothing is recorded on wasm.
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constexpr void record_no_more_in_line() noexcept {}
constexpr int forbid_cancellation() noexcept { return 0; }
constexpr void allow_cancellation(int) noexcept {}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
