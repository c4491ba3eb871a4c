// A NUL does not end the format string, nor its check.
// expect: constexpr|consteval|constant expression
#include <micromegas/tracing.hpp>

void test() {
#ifdef BAD
    MM_WARN("{}\0{}", 1);
#else
    MM_WARN("{}\0{}", 1, 2);
#endif
}
