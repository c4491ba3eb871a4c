// expect: the first argument is a target, such as
#include <micromegas/tracing.hpp>

void test(int number) {
#ifdef BAD
    MM_LOG("%d of %s", number, "text");
#else
    MM_INFO("{} of {}", number, "text");
#endif
}
