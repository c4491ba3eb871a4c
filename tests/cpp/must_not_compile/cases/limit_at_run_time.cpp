// expect: the number of a limit must be a constant from 1 to 1000000
#include <micromegas/tracing.hpp>

void test(int count) {
#ifdef BAD
    MM_WARN_LIMITED(every(count), "text");
#else
    MM_WARN_LIMITED(every(10), "text {}", count);
#endif
}
