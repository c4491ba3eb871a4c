// expect: the target must be a constant; micromegas::tracing::log\(level, target, text\)
#include <micromegas/tracing.hpp>

#include <string>

void test(const std::string& target) {
#ifdef BAD
    MM_LOG(target, micromegas::tracing::Level::Info, "text");
#else
    micromegas::tracing::log(micromegas::tracing::Level::Info, target, "text");
#endif
}
