// expect: twice.*(micromegas::tracing::limits|is not a member)
#include <micromegas/tracing.hpp>

void test() {
#ifdef BAD
    MM_INFO_LIMITED(twice, "text");
#else
    MM_INFO_LIMITED(first(2), "text");
#endif
}
