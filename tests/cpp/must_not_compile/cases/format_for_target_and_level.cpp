// expect: a log call needs a format, such as MM_INFO
#include <micromegas/tracing.hpp>

void test(const char* text) {
#ifdef BAD
    MM_LOG("%s", text);
#else
    MM_INFO("{}", text);
#endif
}
