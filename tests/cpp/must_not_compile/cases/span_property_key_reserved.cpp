// expect: the key .*name.* is reserved on a span
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_SPAN_SCOPE("query", MM_P("Name", rows));
#else
    MM_SPAN_SCOPE("query", MM_P("table", rows));
#endif
}
