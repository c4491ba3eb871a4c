#pragma once

#include <micromegas/tracing.hpp>

namespace engine::detail {

inline int load(int rows) {
    MM_SPAN_FUNCTION();
    MM_IMETRIC("rows", "count", rows);
    MM_INFO("loading {} rows", rows);
    return rows;
}

}  // namespace engine::detail
