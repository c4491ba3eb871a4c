// Compiled with MICROMEGAS_STATIC_MAX_LEVEL=3: the linker keeps this unit's functions or another's.
#include "other.hpp"

#include "instrumented.hpp"

#include "units.hpp"

void call_with_few_levels() { shared::call_all(); }
