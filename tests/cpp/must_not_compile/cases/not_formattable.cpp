// expect: formatt(er|able)
#include <micromegas/tracing.hpp>

struct NotFormattable {};

void test(const NotFormattable& object) {
#ifdef BAD
    MM_INFO("{}", object);
#else
    MM_INFO("{}", static_cast<const void*>(&object));
#endif
}
