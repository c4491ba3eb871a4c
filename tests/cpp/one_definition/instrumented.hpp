// Every kind of function that a header may define, with every macro that makes a static. Translation units include this
// after different other headers; the linker merges the functions and their statics.
#pragma once

#include <micromegas/tracing.hpp>

#include <coroutine>
#include <exception>

namespace shared {

inline void function() {
    MM_SPAN_FUNCTION();
    MM_SPAN_SCOPE("function: whole");
    { MM_SPAN_SCOPE("function: inner"); }
    { MM_SPAN_SCOPE("function: second inner"); }
    // clang-format off
    MM_SPAN_SCOPE("function: one of a line"); MM_SPAN_SCOPE("function: other of a line");
    MM_INFO("function: one of a line {}", 1); MM_INFO("function: other of a line {}", 2);
    // clang-format on
    MM_DEBUG("function: debug");
    MM_WARN("function: warn");
    MM_IMETRIC("function: integer", "count", 1);
    MM_FMETRIC("function: float", "ms", 1.5);
    const char* const name = "function: named";
    MM_SPAN_NAMED(name);
    if (MM_LOG_ENABLED(::micromegas::tracing::Level::Error)) {
        MM_LOG("elsewhere", ::micromegas::tracing::Level::Error, "function: with a target");
    }
}

struct Parser {
    void parse() const {
        MM_SPAN_SCOPE("parser: tokenize");
        { MM_SPAN_SCOPE("parser: build tree"); }
        const auto lambda = [] {
            MM_SPAN_SCOPE("parser: lambda");
            MM_INFO("parser: in a lambda");
            [] {
                MM_SPAN_SCOPE("parser: lambda in a lambda");
                MM_WARN("parser: in a lambda in a lambda");
            }();
        };
        lambda();
        MM_INFO("parser: parsed");
        MM_IMETRIC("parser: tokens", "count", 2);
    }
    template <class T>
    void member_template(T value) const {
        MM_SPAN_FUNCTION();
        MM_TRACE("member template: trace");
        MM_INFO("member template: {}", value);
        [](auto inner) {
            MM_SPAN_SCOPE("member template: generic lambda");
            MM_DEBUG("member template: debug {}", inner);
            MM_ERROR("member template: error {}", inner);
        }(value);
    }
};

template <class T>
void function_template(T value) {
    MM_DEBUG("function template: debug {}", value);
    MM_SPAN_SCOPE("function template: first");
    MM_INFO("function template: info {}", value);
    { MM_SPAN_SCOPE("function template: second"); }
    MM_WARN("function template: warn {}", value);
    MM_FMETRIC("function template: metric", "ms", 2.5);
}

struct Task {
    struct promise_type {
        Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        static std::suspend_always initial_suspend() noexcept { return {}; }
        static std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

inline Task coroutine() {
    MM_ASYNC_SPAN("coroutine: first");
    MM_INFO("coroutine: begun");
    co_await std::suspend_always{};
    MM_ASYNC_SPAN("coroutine: second");
    MM_INFO("coroutine: resumed");
    MM_IMETRIC("coroutine: metric", "count", 3);
}

constexpr int constant_expression(int value) {
    if (value < 0) {
        MM_ERROR("constant expression: negative");
        return 0;
    }
    return value;
}
static_assert(constant_expression(1) == 1);

inline void call_all() {
    function();
    Parser{}.parse();
    Parser{}.member_template(1);
    Parser{}.member_template("text");
    function_template(2);
    function_template(3.5);
    const Task task = coroutine();
    task.handle.resume();
    task.handle.resume();
    task.handle.destroy();
    static_cast<void>(constant_expression(-1));
}

}  // namespace shared
