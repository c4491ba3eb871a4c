// For comparison, the obvious way from C++ to a JavaScript callback: one embind call of six arguments for each entry.
#include <emscripten/bind.h>
#include <emscripten/html5.h>
#include <emscripten/val.h>

#include <fmt/format.h>

#include <string>

using emscripten::val;

namespace {

val& callback() {
    static val instance = val::undefined();
    return instance;
}

void set_callback(const val& function) { callback() = function; }

void log_formatted(int count) {
    for (int index = 0; index < count; ++index) {
        int rows = 337;
        asm volatile("" : "+r"(rows));
        callback()(4, std::string{"bench"}, fmt::format("read {} rows of {}, {} ms", rows, "airports", 12),
                   std::string{__FILE__}, __LINE__, emscripten_date_now());
    }
}

}  // namespace

EMSCRIPTEN_BINDINGS(naive) {
    emscripten::function("setCallback", &set_callback);
    emscripten::function("logFormatted", &log_formatted);
}
