// expect: two properties of this call have the same key, without regard to case
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_INFO("{} rows", rows, MM_P("rows", rows), MM_P("Rows", 2));
#else
    MM_INFO("{} rows", rows, MM_P("rows", rows), MM_P("tables", 2));
#endif
}
