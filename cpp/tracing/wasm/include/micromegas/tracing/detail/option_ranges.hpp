// Options that have a range are without effect here.
#pragma once

#include <micromegas/tracing/dispatch.hpp>

#include <string>

namespace micromegas::tracing::detail {

[[nodiscard]] inline std::string find_out_of_range(const DispatchConfig&) { return {}; }

}  // namespace micromegas::tracing::detail
