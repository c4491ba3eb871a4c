#pragma once

#include <micromegas/abi.hpp>

#include <mutex>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Held across a fork, so that the child finds the filter whole.
[[nodiscard]] std::mutex& filter_mutex() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
