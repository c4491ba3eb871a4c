// expect: micromegas_span_guard
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    if (rows > 0) MM_SPAN_SCOPE("query", MM_P("rows", rows));
#else
    if (rows > 0) {
        MM_SPAN_SCOPE("query", MM_P("rows", rows));
    }
#endif
}
