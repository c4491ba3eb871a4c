// expect: the keys .*level.* and .*target.* are reserved
#define MICROMEGAS_STATIC_MAX_VERBOSITY 1
#include <micromegas/tracing.hpp>

void test(int rows) {
#ifdef BAD
    MM_SPAN("net", micromegas::tracing::Verbosity::Max, "query", MM_P("level", rows));
#else
    MM_SPAN("net", micromegas::tracing::Verbosity::Max, "query", MM_P("rows", rows));
#endif
}
