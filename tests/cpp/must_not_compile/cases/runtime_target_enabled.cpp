// expect: the target must be a constant; micromegas::tracing::log_enabled\(level, target\)
#include <micromegas/tracing.hpp>

#include <string>

bool test(const std::string& target) {
#ifdef BAD
    return MM_LOG_ENABLED(target, micromegas::tracing::Level::Info);
#else
    return micromegas::tracing::log_enabled(micromegas::tracing::Level::Info, target);
#endif
}
