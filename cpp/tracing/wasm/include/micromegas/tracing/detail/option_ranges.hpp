// Options that have a range are without effect here.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <string>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

[[nodiscard]] inline std::string find_out_of_range(const DispatchConfig&) { return {}; }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
