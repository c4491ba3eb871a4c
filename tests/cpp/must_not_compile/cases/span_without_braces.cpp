// A span in an `if` without braces would end at once.
// expect: micromegas_span_guard
#include <micromegas/tracing.hpp>

void test(bool yes) {
#ifdef BAD
    if (yes) MM_SPAN_SCOPE("name");
#else
    if (yes) {
        MM_SPAN_SCOPE("name");
    }
#endif
}
