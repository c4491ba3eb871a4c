// Nothing is recorded on wasm.
#pragma once

namespace micromegas::tracing::detail {

constexpr void record_no_more_in_line() noexcept {}

}  // namespace micromegas::tracing::detail
