// What shifts all that is counted within a translation unit: by one span, as the next span's number is taken for it.
#pragma once

#include <micromegas/tracing.hpp>

namespace other {

inline void function() { MM_SPAN_FUNCTION(); }

}  // namespace other
