// expect: constexpr|consteval|constant expression
#include <micromegas/tracing.hpp>

void test() {
#ifdef BAD
    MM_WARN("{} {}", 1);
#else
    MM_WARN("{} {}", 1, 2);
#endif
}
