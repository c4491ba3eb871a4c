// expect: constant|not usable
#include <micromegas/tracing.hpp>

void test(micromegas::tracing::Level level) {
#ifdef BAD
    MM_LOG("target", level, "text");
#else
    static_cast<void>(level);
    MM_LOG("target", micromegas::tracing::Level::Info, "text");
#endif
}
