// Guards that the span macros make: a span lasts as long as its guard.
#pragma once

#include <micromegas/tracing/dispatch.hpp>

namespace micromegas::tracing {

/// A guard remembers whether its span began, so that switching spans on or off meanwhile never ends one that did not.
class ThreadSpanGuard {
public:
    explicit ThreadSpanGuard(const SpanMetadata& scope) noexcept
        : scope_(dispatch::cpu_tracing_enabled() ? &scope : nullptr) {
        if (scope_ != nullptr) {
            dispatch::on_begin_scope(*scope_);
        }
    }
    ~ThreadSpanGuard() {
        if (scope_ != nullptr) {
            dispatch::on_end_scope(*scope_);
        }
    }
    ThreadSpanGuard(const ThreadSpanGuard&) = delete;
    ThreadSpanGuard& operator=(const ThreadSpanGuard&) = delete;

private:
    const SpanMetadata* scope_;
};

/// `name` has static lifetime.
class ThreadNamedSpanGuard {
public:
    ThreadNamedSpanGuard(const SpanLocation& location, std::string_view name) noexcept
        : location_(dispatch::cpu_tracing_enabled() ? &location : nullptr), name_(name) {
        if (location_ != nullptr) {
            dispatch::on_begin_named_scope(*location_, name_);
        }
    }
    ~ThreadNamedSpanGuard() {
        if (location_ != nullptr) {
            dispatch::on_end_named_scope(*location_, name_);
        }
    }
    ThreadNamedSpanGuard(const ThreadNamedSpanGuard&) = delete;
    ThreadNamedSpanGuard& operator=(const ThreadNamedSpanGuard&) = delete;

private:
    const SpanLocation* location_;
    std::string_view name_;
};

/// A span that may end on another thread than it began on: it lives in a coroutine's frame. A root span.
class AsyncSpanGuard {
public:
    explicit AsyncSpanGuard(const SpanMetadata& scope) noexcept
        : scope_(dispatch::cpu_tracing_enabled() ? &scope : nullptr) {
        if (scope_ != nullptr) {
            span_id_ = dispatch::on_begin_async_scope(*scope_, 0, 0);
        }
    }
    ~AsyncSpanGuard() {
        if (scope_ != nullptr) {
            dispatch::on_end_async_scope(span_id_, 0, *scope_, 0);
        }
    }
    AsyncSpanGuard(const AsyncSpanGuard&) = delete;
    AsyncSpanGuard& operator=(const AsyncSpanGuard&) = delete;

private:
    const SpanMetadata* scope_;
    std::uint64_t span_id_ = 0;
};

}  // namespace micromegas::tracing
