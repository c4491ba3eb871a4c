// expect: the level must be a constant; micromegas::tracing::log\(level, target, text\)
#include <micromegas/tracing.hpp>

void test(micromegas::tracing::Level level) {
#ifdef BAD
    MM_LOG("target", level, "text");
#else
    micromegas::tracing::log(level, "target", "text");
#endif
}
