// clang names the reason in a note.
// expect: the_keys_level_target_and_name_are_reserved_on_a_span|consteval function .*SpanKey
#include <micromegas/tracing.hpp>

void test(int rows) {
    MM_SPAN_VAR(span, "query");
#ifdef BAD
    span.set("Target", rows);
#else
    span.set("rows", rows);
#endif
}
