#pragma once

#include <cstdint>

namespace micromegas::tracing {

/// Microseconds since the Unix epoch, in steps of a millisecond (`Date.now`).
[[nodiscard]] std::int64_t now() noexcept;

}  // namespace micromegas::tracing
