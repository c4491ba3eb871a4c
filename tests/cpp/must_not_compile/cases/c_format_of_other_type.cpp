// expect: format
#include <micromegas/tracing.h>

void test(const char* text) {
#ifdef BAD
    MMC_INFO("%d rows", text);
#else
    MMC_INFO("%s rows", text);
#endif
}
