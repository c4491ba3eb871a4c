// expect: behind the name of a span stand its properties
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_SPAN_SCOPE("query", rows);
#else
    MM_SPAN_SCOPE("query", MM_P("rows", rows));
#endif
}
