// Async spans in coroutines that suspend: which span is whose parent, whatever thread a coroutine goes on on.
//
// MM_ASYNC_SPAN begins as a child of the innermost async span that its thread is in, and is the innermost one until it
// ends. That alone is right in functions, and in coroutines that do not suspend inside a span. A suspension has to take
// the task's context off the thread, and a resumption to put it back; otherwise what runs on the thread meanwhile takes
// the span for its parent. Three ways, each with the same guarantees; a coroutine needs one of them.
//
// 1. A coroutine type of your own derives its promise from TracedPromise.
//
//     struct promise_type : TracedPromise<std::suspend_always, ResumeContinuation> { ... };
//
// 2. An executor or event loop that you can wrap keeps a TaskContext a logical task, and says when it runs:
//
//     void execute(std::function<void()> resume) {
//         inner.execute([task = task_, resume = std::move(resume)] {  // std::shared_ptr<TaskContext>
//             const TaskContext::Running running{*task};
//             resume();
//         });
//     }
//
// 3. Otherwise the coroutine itself does. The default argument takes the caller's context, whenever the body begins:
//
//     library::task<> fetch(Url url, TaskContext task = {}) {
//         const TaskContext::Running running{task};
//         MM_ASYNC_SPAN("fetch");
//         co_await task.traced(socket.read());  // and so each co_await
//     }
//
// A task inherits the context of where its coroutine is called (1, 3) or its TaskContext made (2). It may be resumed by
// any thread, be eager or lazy, transfer control symmetrically, be awaited together with others, throw, and be
// destroyed while it is suspended: then its spans end there, and the destroying thread's context stays as it is.
//
// Nothing here allocates or uses an atomic read-modify-write. On wasm nothing of it is left.
#pragma once

#include <micromegas/tracing/async_context.hpp>
#include <micromegas/tracing/task_context.hpp>  // one per platform

#include <utility>

namespace micromegas::tracing {

/// Base of a promise type. `Initial` and `Final` are the awaiters of its initial and final suspension.
///
/// A promise with an `await_transform` of its own passes its result through this one. If its `unhandled_exception`
/// throws, it calls `leave_thread` before.
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

}  // namespace micromegas::tracing
