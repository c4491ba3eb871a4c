// expect: this name ends with the statement; MM_SPAN_DYNAMIC
#include <micromegas/tracing.hpp>

#include <string>

void test(const std::string& table);
void test(const std::string& table) {
    MM_SPAN_DYNAMIC("scan of " + table);
#ifdef BAD
    MM_SPAN_NAMED("scan of " + table);
#endif
}
