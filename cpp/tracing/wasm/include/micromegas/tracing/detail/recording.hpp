// Nothing is recorded on wasm.
#pragma once

namespace micromegas::tracing::detail {

constexpr void record_no_more_in_line() noexcept {}
constexpr int forbid_cancellation() noexcept { return 0; }
constexpr void allow_cancellation(int) noexcept {}

}  // namespace micromegas::tracing::detail
