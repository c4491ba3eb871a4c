// expect: the key of a property must not be empty
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_INFO("{} rows", rows, MM_P("", rows));
#else
    MM_INFO("{} rows", rows, MM_P(" ", rows));
#endif
}
