// expect: the format must be a string literal.*write MM_INFO
#include <micromegas/tracing.hpp>

#include <string>

void test(const std::string& text) {
    char characters[] = "as long as the compiler knows, but not what it holds";  // NOLINT(modernize-avoid-c-arrays)
#ifdef BAD
    MM_WARN(text);
    MM_WARN_PROPS((micromegas::tracing::PropertySet{{"name", "value"}}), characters);
#else
    MM_WARN("{}", text);
    MM_WARN_PROPS((micromegas::tracing::PropertySet{{"name", "value"}}), "{}", characters);
#endif
}
