#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

/// Microseconds since the Unix epoch, in steps of a millisecond (`Date.now`).
[[nodiscard]] std::int64_t now() noexcept;

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
