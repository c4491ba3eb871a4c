#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/metadata.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// For the terminate hook: "terminate called after throwing std::runtime_error: disk full", natively with the stack.
void log_current_exception(const LogMetadata& site) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
