// expect: constant|not usable|capture
#include <micromegas/tracing.hpp>

#include <string>

void test(const std::string& target) {
#ifdef BAD
    MM_LOG(target, micromegas::tracing::Level::Info, "text");
#else
    MM_LOG("target", micromegas::tracing::Level::Info, "{}", target);
#endif
}
