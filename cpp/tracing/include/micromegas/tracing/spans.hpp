// Guards that the span macros make: a span lasts as long as its guard.
#pragma once

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

/// A span that may end on another thread than it began on: it lives in a coroutine's frame. A root span.
class AsyncSpanGuard {
public:
    explicit AsyncSpanGuard(const SpanMetadata& scope) noexcept : scope_(scope), session_(detail::span_session()) {
        if (session_ != 0) {
            span_id_ = dispatch::on_begin_async_scope(scope_, 0, 0);
        }
    }
    ~AsyncSpanGuard() {
        if (detail::is_current(session_)) {
            dispatch::on_end_async_scope(span_id_, 0, scope_, 0);
        }
    }
    AsyncSpanGuard(const AsyncSpanGuard&) = delete;
    AsyncSpanGuard& operator=(const AsyncSpanGuard&) = delete;

private:
    const SpanMetadata& scope_;
    detail::SpanSession session_;
    std::uint64_t span_id_ = 0;
};

}  // namespace micromegas::tracing
