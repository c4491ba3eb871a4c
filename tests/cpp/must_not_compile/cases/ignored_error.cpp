// expect: nodiscard
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/filter.hpp>

void test() {
#ifdef BAD
    micromegas::tracing::set_filter("info");
#else
    static_cast<void>(micromegas::tracing::set_filter("info"));
#endif
}
