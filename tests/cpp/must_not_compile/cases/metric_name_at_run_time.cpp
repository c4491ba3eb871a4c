// expect: the name of a metric must be a string literal
#include <micromegas/tracing.hpp>

void test(const char* name) {
#ifdef BAD
    MM_IMETRIC(name, "count", 1);
#else
    static_cast<void>(name);
    MM_IMETRIC("rows", "count", 1);
#endif
}
