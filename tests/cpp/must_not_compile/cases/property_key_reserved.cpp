// expect: the keys .*level.* and .*target.* are reserved
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_INFO("{} rows", rows, MM_P("Level", rows));
#else
    MM_INFO("{} rows", rows, MM_P("degree", rows));
#endif
}
