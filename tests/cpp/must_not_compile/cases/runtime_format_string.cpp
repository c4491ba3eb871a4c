// expect: the format must be a string literal.*write MM_INFO
#include <micromegas/tracing.hpp>

void test(const char* format) {
#ifdef BAD
    MM_INFO(format, 1);
#else
    MM_INFO("{} {}", format, 1);
#endif
}
