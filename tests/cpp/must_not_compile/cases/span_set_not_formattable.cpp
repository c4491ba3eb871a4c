// expect: (formattable|no member named)
#include <micromegas/tracing.hpp>

struct Table {};

void test(const Table& table) {
    MM_SPAN_VAR(span, "query");
#ifdef BAD
    span.set("table", table);
#else
    static_cast<void>(table);
    span.set("table", "cars");
#endif
}
