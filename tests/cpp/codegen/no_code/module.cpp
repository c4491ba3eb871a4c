// Pairs of functions: one with spans or metrics, one without. On wasm both must be the same code.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/async.hpp>

#include <coroutine>

#ifdef A_LOG_IN_PLACE_OF_A_SPAN
#define MM_SPAN_OR_LOG(name) MM_INFO(name)
#else
#define MM_SPAN_OR_LOG(name) MM_SPAN_SCOPE(name)
#endif

extern "C" {
// Side effects that the optimiser cannot see through: imported from the host that runs the module.
[[clang::import_module("env"), clang::import_name("effect")]] int effect(int value);
[[clang::import_module("env"), clang::import_name("effect_name")]] const char* effect_name();
}

using micromegas::tracing::PropertySet;
using micromegas::tracing::TaskContext;

// The same coroutine with and without a traced promise: started, resumed and destroyed in one function, it is inlined
// into that function.
namespace {

template <class Initial, class Final>
struct PlainPromise {
    static Initial initial_suspend() noexcept { return {}; }
    static Final final_suspend() noexcept { return {}; }
};

template <template <class, class> class Base>
struct Coroutine {
    struct promise_type : Base<std::suspend_always, std::suspend_always> {
        Coroutine get_return_object() noexcept { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        static void return_void() noexcept {}
        static void unhandled_exception() noexcept {}
    };
    std::coroutine_handle<promise_type> handle;
};

template <class Made>
int run(const Made& coroutine) {
    coroutine.handle.resume();
    const int between = effect(8);
    coroutine.handle.resume();
    coroutine.handle.destroy();
    return between;
}

Coroutine<PlainPromise> plain_coroutine(int value) {
    effect(value + 7);
    co_await std::suspend_always{};
    effect(value + 9);
}

Coroutine<micromegas::tracing::TracedPromise> traced_coroutine(int value) {
    MM_ASYNC_SPAN("no-code-coroutine");
    effect(value + 7);
    co_await std::suspend_always{};
    MM_ASYNC_SPAN("no-code-coroutine-after");
    effect(value + 9);
}

}  // namespace

extern "C" {

int without_coroutine(int value) { return run(plain_coroutine(value)); }
int with_coroutine(int value) { return run(traced_coroutine(value)); }

int without_span_properties(int value) { return effect(value) + effect(value + 1); }
int with_span_properties(int value) {
    MM_SPAN_VAR(span, "no-code-span-var", MM_P("no-code-key", effect(value + 2)));
    MM_ASYNC_SPAN_VAR(async, "no-code-async-var", MM_P("no-code-key", effect_name()));
    MM_SPAN_SCOPE("no-code-span-with-properties", MM_P("no-code-key", value), MM_P("no-code-other-key", effect(3)));
    const int first = effect(value);
    span.set("no-code-rows", first);
    async.set("no-code-ratio", 0.5 * value);
    return first + effect(value + 1);
}

int without_span_scope(int value) { return effect(value) + effect(value + 1); }
int with_span_scope(int value) {
    MM_SPAN_OR_LOG("no-code-span-scope");
    const int first = effect(value);
    MM_SPAN_SCOPE("no-code-span-inner");
    MM_SPAN_IF(value > 0, "no-code-span-if");
    MM_SPAN("no-code-target", micromegas::tracing::Verbosity::Med, "no-code-span-of-target");
    return first + effect(value + 1);
}

int without_span_function(int value) { return effect(value + 2); }
int with_span_function(int value) {
    MM_SPAN_FUNCTION();
    return effect(value + 2);
}

int without_async_span(int value) { return effect(value + 4); }
int with_async_span(int value) {
    MM_ASYNC_SPAN("no-code-async-span");
    return effect(value + 4);
}

// Tasks, and named spans, leave no code either.
int without_task_context(int value, const char* name) { return name == nullptr ? 0 : effect(value + 6); }
int with_task_context(int value, const char* name) {
    if (name == nullptr) {
        return 0;
    }
    MM_ASYNC_SPAN_NAMED(std::string_view(name, 1));
    TaskContext task;
    const TaskContext::Running running{task};
    return effect(value + 6) + static_cast<int>(micromegas::tracing::current_span_id());
}

int without_metrics(int value) { return effect(value + 5); }
int with_metrics(int value) {
    MM_IMETRIC("no-code-imetric", "no-code-unit", effect(value));
    MM_FMETRIC("no-code-fmetric", "no-code-unit", effect(value));
    MM_IMETRIC_PROPS((PropertySet{{"no-code-property", effect_name()}}), "no-code-imetric-props", "no-code-unit",
                     effect(value));
    MM_FMETRIC_PROPS((PropertySet{{"no-code-property", effect_name()}}), "no-code-fmetric-props", "no-code-unit",
                     effect(value));
    MM_METRIC("no-code-target", micromegas::tracing::Verbosity::Min, "no-code-metric", "no-code-unit", effect(value));
    MM_IMETRIC_DYNAMIC(effect_name(), "no-code-unit", effect(value));
    MM_FMETRIC_DYNAMIC(effect_name(), "no-code-unit", effect(value));
    return effect(value + 5);
}

int without_loop(int value) {
    int sum = 0;
    for (int i = 0; i < value; ++i) {
        sum += effect(i);
    }
    return sum;
}
int with_loop(int value) {
    MM_SPAN_FUNCTION();
    int sum = 0;
    for (int i = 0; i < value; ++i) {
        MM_SPAN_SCOPE("no-code-loop");
        sum += effect(i);
        MM_IMETRIC("no-code-loop-metric", "no-code-unit", effect(sum));
    }
    return sum;
}

// The name of a named span is an argument of a function call: evaluated once, whether spans are recorded or not.
int without_span_named(int value, const char* name) { return name == nullptr ? 0 : effect(value + 3); }
int with_span_named(int value, const char* name) {
    if (name == nullptr) {
        return 0;
    }
    MM_SPAN_NAMED(std::string_view(name, 1));
    MM_SPAN_DYNAMIC(std::string_view(name, 1));
    MM_ASYNC_SPAN_DYNAMIC(std::string_view(name, 1));
    return effect(value + 3);
}
}
