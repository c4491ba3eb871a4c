// expect: constexpr|consteval|constant expression
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_INFO("{} rows", MM_P("rows", rows));
#else
    MM_INFO("{} rows", rows, MM_P("rows", rows));
#endif
}
