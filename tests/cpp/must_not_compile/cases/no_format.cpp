// expect: a log call needs a format, such as MM_INFO
#include <micromegas/tracing.hpp>

void test() {
#ifdef BAD
    MM_INFO();
#else
    MM_INFO("");
#endif
}
