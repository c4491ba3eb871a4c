// expect: the key of a property must be a string literal
#include <micromegas/tracing.hpp>

void test(const char* key, int rows) {
    MM_SPAN_VAR(span, "query");
#ifdef BAD
    span.set(key, rows);
#else
    static_cast<void>(key);
    span.set("rows", rows);
#endif
}
