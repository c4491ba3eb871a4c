// expect: the key of a property must be a string literal
#include <micromegas/tracing.hpp>

void test(const char* key) {
#ifdef BAD
    MM_INFO("rows", MM_P(key, 1));
#else
    static_cast<void>(key);
    MM_INFO("rows", MM_P("rows", 1));
#endif
}
