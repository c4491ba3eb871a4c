// expect: the verbosity must be a constant
#include <micromegas/tracing.hpp>

using micromegas::tracing::Verbosity;

void test(Verbosity verbosity);
void test(Verbosity verbosity) {
    static_cast<void>(verbosity);
    MM_SPAN("net.http", Verbosity::Med, "request");
#ifdef BAD
    MM_SPAN("net.http", verbosity, "request");
#endif
}
