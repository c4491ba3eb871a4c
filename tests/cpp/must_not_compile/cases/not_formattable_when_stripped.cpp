// Calls that MICROMEGAS_STATIC_MAX_LEVEL removes are compiled all the same.
// expect: undeclared|not declared
#define MICROMEGAS_STATIC_MAX_LEVEL 3
#include <micromegas/tracing.hpp>

void test() {
#ifdef BAD
    MM_INFO("{}", not_declared_anywhere);
#else
    MM_INFO("{}", 1);
#endif
}
