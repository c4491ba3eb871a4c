// expect: to_int_metric
#include <micromegas/tracing.hpp>

void test() {
#ifdef BAD
    MM_IMETRIC("rows", "count", 1.5);
#else
    MM_IMETRIC("rows", "count", 1);
#endif
}
