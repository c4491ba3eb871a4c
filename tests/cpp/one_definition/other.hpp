// Shifts all counters of a translation unit by one span.
#pragma once

#include <micromegas/tracing.hpp>

namespace other {

inline void function() { MM_SPAN_FUNCTION(); }

}  // namespace other
