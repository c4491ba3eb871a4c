#pragma once

#include <mutex>

namespace micromegas::tracing::detail {

/// Held across a fork, so that the child finds the filter whole.
[[nodiscard]] std::mutex& filter_mutex() noexcept;

}  // namespace micromegas::tracing::detail
