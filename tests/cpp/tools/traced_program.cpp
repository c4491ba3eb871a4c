// Records one event of each kind, and async spans that begin on one thread and end on another.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/async.hpp>

#include <coroutine>
#include <exception>
#include <thread>

namespace {

struct Job {
    struct promise_type : micromegas::tracing::TracedPromise<std::suspend_never, std::suspend_never> {
        Job get_return_object() { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
};

struct OtherThread {
    static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> coroutine) const {
        std::thread& started = thread;  // this object may be gone before the constructor returns
        started = std::thread{coroutine};
    }
    static void await_resume() noexcept {}

    std::thread& thread;
};

Job fetch(std::thread& other) {
    MM_ASYNC_SPAN_VAR(span, "fetch", MM_P("url", "ü"));
    MM_ASYNC_SPAN("connect");
    co_await OtherThread{other};
    MM_INFO("connected");
    span.set("bytes", 7);
}

}  // namespace

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry(
        {.terminal = {.level = micromegas::tracing::LevelFilter::Off}, .system_monitor = false});
    MM_SPAN_SCOPE("main", MM_P("ratio", 0.5));
    MM_IMETRIC("number", "count", 7);
    std::thread other;
    fetch(other);
    other.join();
    return telemetry.error() ? 1 : 0;
}
