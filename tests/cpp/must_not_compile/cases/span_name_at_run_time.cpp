// expect: must be a string literal; MM_SPAN_NAMED takes
#include <micromegas/tracing.hpp>

void test(const char* name) {
#ifdef BAD
    MM_SPAN_SCOPE(name);
#else
    MM_SPAN_NAMED(name);
#endif
}
