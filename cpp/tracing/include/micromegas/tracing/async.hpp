// The parents of async spans, and the context (context.hpp), in coroutines that suspend and in work on other threads.
//
// MM_ASYNC_SPAN begins as a child of the innermost async span that its thread is in, and is the innermost one until it
// ends. That is sufficient in functions, and in coroutines that do not suspend inside a span. A suspension has to take
// the task's place in the tree of spans off the thread, and a resumption to put it back; otherwise the span becomes the
// parent of unrelated work on the thread. A TaskContext holds the place of one task, at first the place where it is
// made:
//
// 1. Work that another thread runs takes one along.
//
//     pool.post([task = TaskContext{}]() mutable {
//         const TaskContext::Running running{task};
//         MM_ASYNC_SPAN("work");
//     });
//
// 2. A coroutine type of your own has one in its promise: it derives from TracedPromise.
//
//     struct promise_type : TracedPromise<std::suspend_always, ResumeContinuation> { ... };
//
// 3. An executor that you can wrap, and which runs a task's functions one at a time (a strand, or an event loop), keeps
//    one for each task and says when it runs.
//
//     void execute(std::function<void()> resume) {
//         inner.execute([task = task_, resume = std::move(resume)] {  // std::shared_ptr<TaskContext>
//             const TaskContext::Running running{*task};
//             resume();
//         });
//     }
//
// 4. Any other coroutine whose promise accepts any awaitable has one as an argument, whose default is made where the
//    coroutine is called.
//
//     library::task<> fetch(Url url, TaskContext task = {}) {
//         const TaskContext::Running running{task};
//         MM_ASYNC_SPAN("fetch");
//         co_await task.traced(socket.read());  // and so each co_await
//     }
//
// A task may be resumed by any thread, be eager or lazy, transfer control symmetrically, be awaited together with
// others, throw, and be destroyed while it is suspended: then its spans end there, and the place of the thread that
// destroys it stays as it is.
//
// Nothing here allocates, or uses an atomic read-modify-write unless the program has had a ContextGuard. On wasm it is
// compiled out, unless spans are shown in the performance panel.
// Why: docs/decisions/0017-a-task-holds-its-place-among-the-spans.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/task_context.hpp>  // one per platform

#include <utility>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Base of a promise type. `Initial` and `Final` are the awaiters of its initial and final suspension.
///
/// The promise has no `await_transform` of its own. If its `unhandled_exception` throws, it calls `leave_thread`
/// before.
template <class Initial, class Final>
class TracedPromise {
public:
    auto initial_suspend() noexcept { return task_.template traced_start<Initial>(); }
    Final final_suspend() noexcept {
        leave_thread();
        return Final{};
    }
    template <class Awaitable>
    decltype(auto) await_transform(Awaitable&& awaitable) {
        return task_.traced(std::forward<Awaitable>(awaitable));
    }

protected:
    void leave_thread() noexcept { task_.leave(); }

private:
    [[no_unique_address]] TaskContext task_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
