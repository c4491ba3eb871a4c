// What C++ logs before JavaScript has initialised tracing.
#include <micromegas/tracing.hpp>

#include <emscripten/bind.h>

#include <cstdlib>
#include <span>
#include <string>

namespace early {
namespace {

struct Logging {
    Logging() {
        MM_INFO("a constructor");
        MM_DEBUG("a constructor, at {}", "debug");
    }
};
const Logging g_logging;

void log_late() { MM_INFO("late"); }

}  // namespace
}  // namespace early

int main(int count, char** arguments) {
    MM_INFO_PROPS((micromegas::tracing::PropertySet{{"step", "1"}}), "main");
    MM_LOG("other", micromegas::tracing::Level::Info, "another target");
    const std::span given{arguments, static_cast<std::size_t>(count)};
    const int more = given.size() > 1 ? std::atoi(given[1]) : 0;
    for (int number = 0; number < more; ++number) {
        MM_INFO("more {}", number);
    }
    return 0;
}

EMSCRIPTEN_BINDINGS(early) { emscripten::function("logLate", &early::log_late); }
