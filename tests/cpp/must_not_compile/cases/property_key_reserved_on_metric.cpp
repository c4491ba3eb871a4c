// expect: the keys .*name.* and .*unit.* are reserved on a metric
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_IMETRIC("rows", "count", rows, MM_P("unit", "row"));
#else
    MM_IMETRIC("rows", "count", rows, MM_P("table", "cars"));
#endif
}
