// The ways in which C++ fails, for the JavaScript tests.
#include <micromegas/tracing.hpp>

#include <emscripten/bind.h>
#include <emscripten/stack.h>

#include <cassert>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>

namespace engine {
namespace {

class BadQuery : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Not inlined, so that the stack has its name.
[[gnu::noinline]] void parse_query(const std::string& query) {
    MM_INFO("parsing {}", query);
    throw BadQuery("no such table: " + query);
}

void throw_exception(const std::string& query) { parse_query(query); }
void throw_bad_text() { throw std::runtime_error("caf\xe9 bar"); }
void throw_int() { throw 42; }
void throw_through_noexcept(const std::string& query) noexcept { parse_query(query); }
void call_terminate() { std::terminate(); }
int uncaught_exceptions() { return std::uncaught_exceptions(); }
void call_abort() {
    MM_INFO("about to abort");
    std::abort();
}
void fail_assertion(int rows) { assert(rows >= 0 && "rows were counted"); }
[[gnu::noinline]] void reach_unreachable() { __builtin_trap(); }
std::uint32_t read_out_of_bounds(std::uint32_t address) { return *reinterpret_cast<volatile std::uint32_t*>(address); }
// NOLINTNEXTLINE(misc-no-recursion)
int recurse(int depth) { return depth == 0 ? 0 : recurse(depth + 1) + static_cast<int>(std::to_string(depth).size()); }

[[gnu::noinline]] void log_step(int depth) { MM_INFO("step {}", depth); }
/// Overflows the engine's stack, not the C++ stack, on which its frames need no space.
// NOLINTNEXTLINE(misc-no-recursion)
[[gnu::noinline]] void log_and_recurse(int depth) {
    log_step(depth);
    if (depth != 0) {
        log_and_recurse(depth + 1);
    }
    log_step(depth);  // prevents a tail call
}

/// Needs hardly more than 16 bytes of the C++ stack for each call, so the C++ stack grows as deep as the engine's.
// NOLINTNEXTLINE(misc-no-recursion)
int recurse_in_small_steps(int depth, const volatile char* above) {
    volatile char buffer[16];
    buffer[0] = static_cast<char>(depth);
    return depth < 0 ? 0 : recurse_in_small_steps(depth + 1, buffer) + above[0];
}
int overflow_in_small_steps() {
    const volatile char start = 0;
    return recurse_in_small_steps(0, &start);
}
void log_after() { MM_WARN("after"); }

std::uintptr_t stack_pointer() { return emscripten_stack_get_current(); }

}  // namespace
}  // namespace engine

EMSCRIPTEN_BINDINGS(failures) {
    emscripten::function("throwException", &engine::throw_exception);
    emscripten::function("throwInt", &engine::throw_int);
    emscripten::function("throwBadText", &engine::throw_bad_text);
    emscripten::function("throwThroughNoexcept", &engine::throw_through_noexcept);
    emscripten::function("callTerminate", &engine::call_terminate);
    emscripten::function("uncaughtExceptions", &engine::uncaught_exceptions);
    emscripten::function("callAbort", &engine::call_abort);
    emscripten::function("failAssertion", &engine::fail_assertion);
    emscripten::function("reachUnreachable", &engine::reach_unreachable);
    emscripten::function("readOutOfBounds", &engine::read_out_of_bounds);
    emscripten::function("recurse", &engine::recurse);
    emscripten::function("logStep", &engine::log_step);
    emscripten::function("logAndRecurse", &engine::log_and_recurse);
    emscripten::function("overflowInSmallSteps", &engine::overflow_in_small_steps);
    emscripten::function("logAfter", &engine::log_after);
    emscripten::function("stackPointer", &engine::stack_pointer);
}
