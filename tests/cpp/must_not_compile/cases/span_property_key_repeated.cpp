// expect: two properties of this call have the same key
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_ASYNC_SPAN("query", MM_P("rows", rows), MM_P("Rows", rows));
#else
    MM_ASYNC_SPAN("query", MM_P("rows", rows), MM_P("most", rows));
#endif
}
