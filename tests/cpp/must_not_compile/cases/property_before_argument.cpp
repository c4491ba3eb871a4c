// expect: a property stands before an argument of the format
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_INFO("{} rows", MM_P("table", "cars"), rows);
#else
    MM_INFO("{} rows", rows, MM_P("table", "cars"));
#endif
}
