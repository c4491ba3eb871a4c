// A program whose binary is searched for the strings of its log calls.
#include <micromegas/tracing.hpp>

#include <cstdio>

using micromegas::tracing::Level;
using micromegas::tracing::PropertySet;

int value();  // with external linkage: clang warns about a static one that only removed calls use
int value() { return std::getchar(); }

/// Every form of one level: the words that the search looks for contain the level's name.
#define LOG_AT(LEVEL, Name, name)                                                                   \
    MM_##LEVEL("stripping-format-" name " {}", value());                                            \
    MM_##LEVEL("stripping-literal-" name);                                                          \
    MM_##LEVEL##_PROPS((PropertySet{{"stripping-property-" name, "x"}}), "stripping-tagged-" name); \
    MM_LOG("stripping-target-" name, Level::Name, "stripping-log-" name "{}", "stripping-argument-" name)

int main() {
    LOG_AT(FATAL, Fatal, "fatal");
    LOG_AT(ERROR, Error, "error");
    LOG_AT(WARN, Warn, "warn");
    LOG_AT(INFO, Info, "info");
    LOG_AT(DEBUG, Debug, "debug");
    LOG_AT(TRACE, Trace, "trace");
    if (MM_LOG_ENABLED(Level::Trace)) {
        std::puts("stripping-enabled-trace");
    }
    return 0;
}
