// expect: constant|not usable|capture
#include <micromegas/tracing.hpp>

bool test(micromegas::tracing::Level level) {
#ifdef BAD
    return MM_LOG_ENABLED(level);
#else
    static_cast<void>(level);
    return MM_LOG_ENABLED(micromegas::tracing::Level::Info);
#endif
}
