// Which async span the calling thread is in. async.hpp keeps it right in coroutines.
#pragma once

#include <micromegas/tracing/dispatch.hpp>

#include <cstdint>

namespace micromegas::tracing {

/// The innermost async span that the calling thread is in; empty where there is none, and always on wasm.
inline AsyncContext current_async_context() noexcept {
    const AsyncContext context = detail::thread_async_context();
    return detail::is_current(context.session) ? context : AsyncContext{};
}

/// 0 where there is none, and always on wasm.
inline std::uint64_t current_span_id() noexcept { return current_async_context().span_id; }

/// Installs a context on the calling thread and puts back what was there: for a function that runs elsewhere on behalf
/// of a span.
///
///     pool.post([work, context = current_async_context()] {
///         const AsyncContextScope scope{context};
///         work();
///     });
///
/// Not for a coroutine that suspends meanwhile; TaskContext is.
class [[maybe_unused]] AsyncContextScope {
public:
    explicit AsyncContextScope(const AsyncContext& context) noexcept : before_(detail::thread_async_context()) {
        detail::set_thread_async_context(context);
    }
    ~AsyncContextScope() { detail::set_thread_async_context(before_); }
    AsyncContextScope(const AsyncContextScope&) = delete;
    AsyncContextScope& operator=(const AsyncContextScope&) = delete;

private:
    AsyncContext before_;
};

namespace detail {

/// What an async span does to the context: makes itself the innermost span, and its parent again at its end.
class AsyncNesting {
public:
    [[nodiscard]] const AsyncContext& parent() const noexcept { return parent_; }
    [[nodiscard]] std::uint64_t span_id() const noexcept { return span_id_; }

    void begin(std::uint64_t span_id, SpanSession session) noexcept {
        span_id_ = span_id;
        set_thread_async_context({span_id, parent_.depth + 1, session});
    }
    void end() const noexcept {
        // A coroutine that is destroyed while it is suspended ends its spans on a thread that is not in them.
        if (thread_async_context().span_id == span_id_) {
            set_thread_async_context(parent_);
        }
    }

private:
    AsyncContext parent_ = current_async_context();
    std::uint64_t span_id_ = 0;
};

}  // namespace detail

}  // namespace micromegas::tracing
