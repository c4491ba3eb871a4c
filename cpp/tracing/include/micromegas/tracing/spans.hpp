// Guards that the span macros make: a span lasts as long as its guard.
#pragma once

#include <micromegas/tracing/async_context.hpp>
#include <micromegas/tracing/dispatch.hpp>

namespace micromegas::tracing {

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

/// A span that may end on another thread than it began on: it lives in a coroutine's frame. A child of the thread's
/// async context, which it is until it ends; async.hpp says what coroutines have to do for that.
class AsyncSpanGuard {
public:
    explicit AsyncSpanGuard(const SpanMetadata& scope) noexcept : scope_(scope), session_(detail::span_session()) {
        if (session_ != 0) {
            const AsyncContext& parent = nesting_.parent();
            nesting_.begin(dispatch::on_begin_async_scope(scope_, parent.span_id, parent.depth), session_);
        }
    }
    ~AsyncSpanGuard() {
        if (session_ != 0) {
            nesting_.end();
        }
        if (detail::is_current(session_)) {
            const AsyncContext& parent = nesting_.parent();
            dispatch::on_end_async_scope(nesting_.span_id(), parent.span_id, scope_, parent.depth);
        }
    }
    AsyncSpanGuard(const AsyncSpanGuard&) = delete;
    AsyncSpanGuard& operator=(const AsyncSpanGuard&) = delete;

private:
    const SpanMetadata& scope_;
    detail::SpanSession session_;
    detail::AsyncNesting nesting_;
};

/// `name` has static lifetime.
class AsyncNamedSpanGuard {
public:
    AsyncNamedSpanGuard(const SpanLocation& location, std::string_view name) noexcept
        : location_(location), name_(name), session_(detail::span_session()) {
        if (session_ != 0) {
            const AsyncContext& parent = nesting_.parent();
            nesting_.begin(dispatch::on_begin_async_named_scope(location_, name_, parent.span_id, parent.depth),
                           session_);
        }
    }
    ~AsyncNamedSpanGuard() {
        if (session_ != 0) {
            nesting_.end();
        }
        if (detail::is_current(session_)) {
            const AsyncContext& parent = nesting_.parent();
            dispatch::on_end_async_named_scope(nesting_.span_id(), parent.span_id, location_, name_, parent.depth);
        }
    }
    AsyncNamedSpanGuard(const AsyncNamedSpanGuard&) = delete;
    AsyncNamedSpanGuard& operator=(const AsyncNamedSpanGuard&) = delete;

private:
    const SpanLocation& location_;
    std::string_view name_;
    detail::SpanSession session_;
    detail::AsyncNesting nesting_;
};

}  // namespace micromegas::tracing
