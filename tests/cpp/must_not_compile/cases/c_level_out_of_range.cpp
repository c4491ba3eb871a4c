// expect: the level must be from 1
#include <micromegas/tracing.h>

void test() {
#ifdef BAD
    MMC_LOG("net.http", 7, "retry");
#else
    MMC_LOG("net.http", MMC_LEVEL_TRACE, "retry");
#endif
}
