// The repeated calls of the benchmarks, inside C++: each function logs `count` times.
#include <micromegas/tracing.hpp>

#include <emscripten/bind.h>

#include <string>
#include <string_view>

namespace bench {
namespace {

/// Hides a value from the optimiser.
template <class Value>
Value opaque(Value value) noexcept {
    asm volatile("" : "+r"(value));
    return value;
}

void log_formatted(int count) {
    for (int index = 0; index < count; ++index) {
        MM_INFO("read {} rows of {}, {} ms", opaque(337), std::string_view{"airports"}, opaque(12));
    }
}

void log_with_properties(int count) {
    const std::string text(32, 'x');
    for (int index = 0; index < count; ++index) {
        MM_INFO("read {} rows of {}, {} ms", opaque(337), std::string_view{"airports"}, opaque(12), MM_P("text", text),
                MM_P("number", opaque(337)));
    }
}

void log_literal(int count) {
    for (int index = 0; index < count; ++index) {
        MM_INFO("reading the table of airports");
    }
}

// Ten calls in each iteration: in a loop around possible calls an engine keeps the counter in memory, and accessing it
// takes longer than skipping a call.
constexpr int kInATurn = 10;

void log_disabled(int count) {
    for (int index = 0; index < opaque(count); index += kInATurn) {
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 0);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 1);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 2);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 3);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 4);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 5);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 6);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 7);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 8);
        MM_DEBUG("read {} rows of {}, {} ms", index, std::string_view{"airports"}, 9);
    }
}

void empty_loop(int count) {
    for (int index = 0; index < opaque(count); index += kInATurn) {
    }
}

}  // namespace
}  // namespace bench

EMSCRIPTEN_BINDINGS(bench) {
    emscripten::function("logFormatted", &bench::log_formatted);
    emscripten::function("logWithProperties", &bench::log_with_properties);
    emscripten::function("logLiteral", &bench::log_literal);
    emscripten::function("logDisabled", &bench::log_disabled);
    emscripten::function("emptyLoop", &bench::empty_loop);
}
