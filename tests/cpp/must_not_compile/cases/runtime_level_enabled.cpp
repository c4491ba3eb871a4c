// expect: the level must be a constant; micromegas::tracing::log_enabled\(level, target\)
#include <micromegas/tracing.hpp>

bool test(micromegas::tracing::Level level) {
#ifdef BAD
    return MM_LOG_ENABLED(level);
#else
    return micromegas::tracing::log_enabled(level, "target");
#endif
}
