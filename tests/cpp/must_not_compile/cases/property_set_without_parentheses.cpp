// expect: put parentheses around a property set that is written in place
#include <micromegas/tracing.hpp>

void test(const char* name) {
#ifdef BAD
    MM_INFO_PROPS(micromegas::tracing::PropertySet{{"table", name}}, "text {}", 1);
#else
    MM_INFO_PROPS((micromegas::tracing::PropertySet{{"table", name}}), "text {}", 1);
#endif
}
