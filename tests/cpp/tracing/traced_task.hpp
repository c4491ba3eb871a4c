// Coroutine types for the tests of async spans: one whose promise is traced, and a foreign one.
#pragma once

#include <micromegas/tracing/async.hpp>

#include <coroutine>
#include <exception>
#include <type_traits>
#include <utility>

namespace micromegas::tracing::testing {

struct ResumeContinuation {
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    template <class Promise>
    [[nodiscard]] static std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) noexcept {
        return ended.promise().continuation;
    }
    static void await_resume() noexcept {}
};

/// The result of awaiting a task: its exception, if any.
template <class Task>
struct TaskAwaiter {
    std::coroutine_handle<typename Task::promise_type> task;

    [[nodiscard]] bool await_ready() const noexcept { return task.done(); }
    [[nodiscard]] std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) noexcept {
        task.promise().continuation = waiting;
        if (Task::kIsLazy) {
            return task;
        }
        return std::noop_coroutine();
    }
    void await_resume() const {
        if (task.promise().exception) {
            std::rethrow_exception(task.promise().exception);
        }
    }
};

struct TaskResult {
    std::coroutine_handle<> continuation = std::noop_coroutine();
    std::exception_ptr exception;

    void return_void() noexcept {}
    void unhandled_exception() noexcept { exception = std::current_exception(); }
};

/// Owns its coroutine.
template <class Initial, template <class, class> class Base>
class [[nodiscard]] BasicTask {
public:
    static constexpr bool kIsLazy = std::is_same_v<Initial, std::suspend_always>;

    struct promise_type : Base<Initial, ResumeContinuation>, TaskResult {
        BasicTask get_return_object() noexcept {
            return BasicTask{std::coroutine_handle<promise_type>::from_promise(*this)};
        }
    };

    BasicTask(BasicTask&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    BasicTask(const BasicTask&) = delete;
    BasicTask& operator=(const BasicTask&) = delete;
    ~BasicTask() { destroy(); }

    TaskAwaiter<BasicTask> operator co_await() const& noexcept { return {handle_}; }
    TaskAwaiter<BasicTask> operator co_await() && noexcept { return {handle_}; }

    void resume() const { handle_.resume(); }
    [[nodiscard]] bool is_done() const { return handle_.done(); }
    /// Cancels a suspended coroutine.
    void destroy() {
        if (handle_) {
            std::exchange(handle_, nullptr).destroy();
        }
    }
    [[nodiscard]] std::coroutine_handle<promise_type> handle() const noexcept { return handle_; }

private:
    explicit BasicTask(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

/// A promise without tracing.
template <class Initial, class Final>
struct PlainPromise {
    [[nodiscard]] static Initial initial_suspend() noexcept { return {}; }
    [[nodiscard]] static Final final_suspend() noexcept { return {}; }
};

using Task = BasicTask<std::suspend_always, TracedPromise>;
using EagerTask = BasicTask<std::suspend_never, TracedPromise>;
using StrangersTask = BasicTask<std::suspend_always, PlainPromise>;

/// Suspends the coroutine that awaits it until `open` is called, which resumes it at once.
class Gate {
public:
    [[nodiscard]] bool await_ready() const noexcept { return is_open_; }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { waiting_ = waiting; }
    void await_resume() const noexcept {}
    void open() {
        is_open_ = true;
        if (waiting_) {
            std::exchange(waiting_, nullptr).resume();
        }
    }

private:
    std::coroutine_handle<> waiting_;
    bool is_open_ = false;
};

}  // namespace micromegas::tracing::testing
