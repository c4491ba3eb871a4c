// The context of one logical task, if async spans are recorded; see async.hpp.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/thread_context.hpp>
#include <micromegas/tracing/spans.hpp>

#include <coroutine>
#include <type_traits>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The awaiter that `co_await` makes of an awaitable that the promise does not transform.
template <class Awaitable>
constexpr decltype(auto) awaiter_of(Awaitable&& awaitable) {
    if constexpr (requires { std::forward<Awaitable>(awaitable).operator co_await(); }) {
        return std::forward<Awaitable>(awaitable).operator co_await();
    } else if constexpr (requires { operator co_await(std::forward<Awaitable>(awaitable)); }) {
        return operator co_await(std::forward<Awaitable>(awaitable));
    } else {
        return std::forward<Awaitable>(awaitable);
    }
}

template <class Awaiter>
class TracedAwaiter;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Begins as a child of the current async span of the thread that makes it, and with that thread's context
/// (context.hpp). Belongs to one task, which runs on one thread at a time; copied only before it runs.
class TaskContext {
public:
    TaskContext() noexcept : inside_(detail::current_async_context()), other_(detail::current_context()) {}

    /// The task runs on the calling thread while this lives and the task is not suspended by `traced`. Does nothing
    /// inside another one of the same task.
    class [[maybe_unused]] Running {
    public:
        explicit Running(TaskContext& task) noexcept : task_(task), entered_(!task.running_) {
            if (entered_) {
                task_.enter();
            }
        }
        ~Running() {
            if (entered_ && task_.running_) {
                task_.leave();
            }
        }
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;

    private:
        TaskContext& task_;
        bool entered_;
    };

    /// Takes the task's context off the thread while `awaitable` suspends the task, and puts it on the thread that
    /// resumes it. For use in a `co_await` expression, as `awaitable` is not copied.
    template <class Awaitable>
    [[nodiscard]] auto traced(Awaitable&& awaitable) {
        using Awaiter = decltype(detail::awaiter_of(std::forward<Awaitable>(awaitable)));
        return detail::TracedAwaiter<Awaiter>{*this, std::forward<Awaitable>(awaitable)};
    }

private:
    template <class Awaiter>
    friend class detail::TracedAwaiter;
    template <class Initial, class Final>
    friend class TracedPromise;

    /// The initial suspension: its awaiter outlives the call. The task runs until there, and on if it is eager.
    template <class Initial>
    [[nodiscard]] auto traced_start() noexcept {
        enter();
        return detail::TracedAwaiter<Initial>{*this, Initial{}};
    }

    void enter() noexcept {
        outside_ = detail::thread_async_context();
        detail::set_thread_async_context(inside_);
        detail::swap_context(other_);
        running_ = true;
    }
    void leave() noexcept {
        inside_ = detail::thread_async_context();
        detail::set_thread_async_context(outside_);
        detail::swap_context(other_);
        running_ = false;
    }

    detail::AsyncContext inside_;   ///< The task's, while it does not run.
    detail::AsyncContext outside_;  ///< The thread's own, while it does.
    detail::ThreadContext other_;   ///< The task's, while it does not run; the thread's own, while it does.
    bool running_ = false;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

template <class Awaiter>
class TracedAwaiter {
public:
    template <class Awaitable>
    TracedAwaiter(TaskContext& task, Awaitable&& awaitable)
        : task_(task), awaiter_(awaiter_of(std::forward<Awaitable>(awaitable))) {}

    [[nodiscard]] bool await_ready() noexcept(noexcept(std::declval<Awaiter&>().await_ready())) {
        return static_cast<bool>(awaiter_.await_ready());
    }

    // Not inlined: clang before 17 may then move locals into the coroutine's frame, which can be gone when they are
    // used.
    template <class Promise>
    [[gnu::noinline]] auto await_suspend(std::coroutine_handle<Promise> coroutine) noexcept(
        noexcept(std::declval<Awaiter&>().await_suspend(coroutine))) {
        Departure departure{task_};
        if constexpr (std::is_void_v<decltype(awaiter_.await_suspend(coroutine))>) {
            awaiter_.await_suspend(coroutine);
            departure.complete();
        } else {
            auto next = awaiter_.await_suspend(coroutine);
            departure.complete();
            return next;
        }
    }

    decltype(auto) await_resume() noexcept(noexcept(std::declval<Awaiter&>().await_resume())) {
        if (!task_.running_) {
            task_.enter();
        }
        return awaiter_.await_resume();
    }

private:
    // The context stays on the thread while the awaiter suspends the task, for tasks that the awaiter starts. Meanwhile
    // the task may be resumed elsewhere or destroyed, so it is not accessed any more, unless the awaiter throws: then
    // it was not suspended.
    class Departure {
    public:
        explicit Departure(TaskContext& task) noexcept
            : task_(task), outside_(task.outside_), other_(std::exchange(task.other_, current_context())) {
            task.inside_ = thread_async_context();
            task.running_ = false;
        }
        ~Departure() {
            if (!completed_) {
                task_.other_ = std::move(other_);
                task_.running_ = true;
            }
        }
        void complete() noexcept {
            set_thread_async_context(outside_);
            swap_context(other_);
            completed_ = true;
        }
        Departure(const Departure&) = delete;
        Departure& operator=(const Departure&) = delete;

    private:
        TaskContext& task_;
        AsyncContext outside_;
        ThreadContext other_;
        bool completed_ = false;
    };

    TaskContext& task_;
    Awaiter awaiter_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
