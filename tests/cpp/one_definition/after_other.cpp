#include "other.hpp"

#include "instrumented.hpp"

#include "units.hpp"

void call_after_other() {
    other::function();
    shared::call_all();
}
