// expect: the number of a limit must be a constant from 1 to 1000000
#include <micromegas/tracing.hpp>

void test() {
#ifdef BAD
    MM_WARN_LIMITED(per_second(0), "text");
#else
    MM_WARN_LIMITED(per_second(1), "text");
#endif
}
