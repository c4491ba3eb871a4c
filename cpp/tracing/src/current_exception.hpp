#pragma once

#include <micromegas/abi.hpp>

#include <string>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// For the terminate hook: "terminate called after throwing std::runtime_error: disk full".
[[nodiscard]] std::string describe_current_exception() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
