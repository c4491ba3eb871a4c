// Guards that the span macros make: a span lasts as long as its guard.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>

#include <cstdint>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

/// A guard remembers the session that its span began in, so that switching spans on or off meanwhile, or shutting down,
/// never ends one that did not begin.
class ThreadSpanGuard {
public:
    explicit ThreadSpanGuard(const SpanMetadata& scope) noexcept : scope_(scope), session_(detail::span_session()) {
        if (session_ != 0) {
            dispatch::on_begin_scope(scope_);
        }
    }
    ~ThreadSpanGuard() {
        if (detail::is_current(session_)) {
            dispatch::on_end_scope(scope_);
        }
    }
    ThreadSpanGuard(const ThreadSpanGuard&) = delete;
    ThreadSpanGuard& operator=(const ThreadSpanGuard&) = delete;

private:
    const SpanMetadata& scope_;
    detail::SpanSession session_;
};

/// `name` has static lifetime.
class ThreadNamedSpanGuard {
public:
    ThreadNamedSpanGuard(const SpanLocation& location, std::string_view name) noexcept
        : location_(location), name_(name), session_(detail::span_session()) {
        if (session_ != 0) {
            dispatch::on_begin_named_scope(location_, name_);
        }
    }
    ~ThreadNamedSpanGuard() {
        if (detail::is_current(session_)) {
            dispatch::on_end_named_scope(location_, name_);
        }
    }
    ThreadNamedSpanGuard(const ThreadNamedSpanGuard&) = delete;
    ThreadNamedSpanGuard& operator=(const ThreadNamedSpanGuard&) = delete;

private:
    const SpanLocation& location_;
    std::string_view name_;
    detail::SpanSession session_;
};

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The calling thread's place in the tree of async spans.
inline AsyncContext current_async_context() noexcept {
    const AsyncContext context = thread_async_context();
    return is_current(context.session) ? context : AsyncContext{};
}

inline void enter_async_span(std::uint64_t span_id, const AsyncContext& parent, SpanSession session) noexcept {
    set_thread_async_context({span_id, parent.depth + 1, session});
}
inline void leave_async_span(std::uint64_t span_id, const AsyncContext& parent) noexcept {
    // A coroutine that is destroyed while it is suspended ends its spans on a thread that is not in them.
    if (thread_async_context().span_id == span_id) {
        set_thread_async_context(parent);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {

/// The id of the calling thread's current async span; 0 if there is none, and on wasm without DEVTOOLS.
inline std::uint64_t current_span_id() noexcept { return detail::current_async_context().span_id; }

/// A span that may end on another thread than it began on: it lives in a coroutine's frame. It is a child of its
/// thread's current async span, and is the current one itself until it ends; async.hpp describes the duties of
/// coroutines.
class AsyncSpanGuard {
public:
    explicit AsyncSpanGuard(const SpanMetadata& scope) noexcept : scope_(scope), session_(detail::span_session()) {
        if (session_ != 0) {
            parent_ = detail::current_async_context();
            span_id_ = dispatch::on_begin_async_scope(scope_, parent_.span_id, parent_.depth);
            detail::enter_async_span(span_id_, parent_, session_);
        }
    }
    ~AsyncSpanGuard() {
        if (session_ != 0) {
            detail::leave_async_span(span_id_, parent_);
        }
        if (detail::is_current(session_)) {
            dispatch::on_end_async_scope(span_id_, parent_.span_id, scope_, parent_.depth);
        }
    }
    AsyncSpanGuard(const AsyncSpanGuard&) = delete;
    AsyncSpanGuard& operator=(const AsyncSpanGuard&) = delete;

private:
    const SpanMetadata& scope_;
    detail::SpanSession session_;
    std::uint64_t span_id_ = 0;
    detail::AsyncContext parent_;
};

/// `name` has static lifetime.
class AsyncNamedSpanGuard {
public:
    AsyncNamedSpanGuard(const SpanLocation& location, std::string_view name) noexcept
        : location_(location), name_(name), session_(detail::span_session()) {
        if (session_ != 0) {
            parent_ = detail::current_async_context();
            span_id_ = dispatch::on_begin_async_named_scope(location_, name_, parent_.span_id, parent_.depth);
            detail::enter_async_span(span_id_, parent_, session_);
        }
    }
    ~AsyncNamedSpanGuard() {
        if (session_ != 0) {
            detail::leave_async_span(span_id_, parent_);
        }
        if (detail::is_current(session_)) {
            dispatch::on_end_async_named_scope(span_id_, parent_.span_id, location_, name_, parent_.depth);
        }
    }
    AsyncNamedSpanGuard(const AsyncNamedSpanGuard&) = delete;
    AsyncNamedSpanGuard& operator=(const AsyncNamedSpanGuard&) = delete;

private:
    const SpanLocation& location_;
    std::string_view name_;
    detail::SpanSession session_;
    std::uint64_t span_id_ = 0;
    detail::AsyncContext parent_;
};

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
