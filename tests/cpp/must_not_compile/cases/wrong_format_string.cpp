// A format specification that the argument's type does not have.
// expect: constexpr|consteval|constant expression
#include <micromegas/tracing.hpp>

void test() {
#ifdef BAD
    MM_INFO("{:d}", "text");
#else
    MM_INFO("{:d}", 1);
#endif
}
