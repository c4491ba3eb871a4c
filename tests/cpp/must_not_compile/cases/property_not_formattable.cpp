// expect: formatt(er|able)
#include <micromegas/tracing.hpp>

struct NotFormattable {};

void test(const NotFormattable& object) {
#ifdef BAD
    MM_INFO("rows", MM_P("object", object));
#else
    MM_INFO("rows", MM_P("object", static_cast<const void*>(&object)));
#endif
}
