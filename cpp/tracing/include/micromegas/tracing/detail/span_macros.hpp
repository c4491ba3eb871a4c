// The macros of spans: the last part of macros.hpp, which describes them.
#pragma once

#define MM_DETAIL_SPAN_LOCATION_OF(target, ...) \
    ::micromegas::tracing::SpanLocation { target, MM_DETAIL_MODULE, __FILE__, __LINE__ __VA_OPT__(, ) __VA_ARGS__ }
#define MM_DETAIL_SPAN_LOCATION MM_DETAIL_SPAN_LOCATION_OF(MM_DETAIL_DEFAULT_TARGET)

// Two statements or more, so that a span in an `if` without braces, which would end at once, does not compile. The
// guards are not const: GCC would keep them in memory instead of registers. Behind `site`, which may have parts in
// parentheses, come the properties: a span that has not begun does not evaluate them.
#define MM_DETAIL_GUARD(guard, guard_type, site, ...)                                                      \
    using MM_DETAIL_CONCAT(guard, _type) = ::micromegas::tracing::guard_type __VA_OPT__(::WithProperties); \
    [[maybe_unused]] MM_DETAIL_CONCAT(guard, _type) guard{MM_DETAIL_UNWRAP site} __VA_OPT__(;)             \
        __VA_OPT__(guard.has_begun() ? guard.keep(__VA_ARGS__) : static_cast<void>(0))
#define MM_DETAIL_UNWRAP(...) __VA_ARGS__

#define MM_DETAIL_SPAN_GUARD() MM_DETAIL_UNIQUE(micromegas_span_guard_)

#define MM_DETAIL_SPAN_SITE(name) MM_DETAIL_STATIC(SpanMetadata, name, MM_DETAIL_SPAN_LOCATION)
#define MM_DETAIL_NAMED_SPAN_SITE() MM_DETAIL_STATIC(SpanLocation, MM_DETAIL_SPAN_LOCATION)
// In a block that is an expression, and not in a lambda, in which `__func__` would be "operator()".
#define MM_DETAIL_FUNCTION_SPAN_SITE()                                                                    \
    *__extension__({                                                                                      \
        constexpr ::std::string_view MM_DETAIL_MODULE = MM_ENCLOSING_NAMESPACE();                         \
        static constinit const auto micromegas_span_name_ = MM_DETAIL_FUNCTION_NAME(MM_DETAIL_MODULE);    \
        static constinit const ::micromegas::tracing::SpanMetadata micromegas_span_site_{                 \
            {micromegas_span_name_.chars.data(), micromegas_span_name_.size()}, MM_DETAIL_SPAN_LOCATION}; \
        &micromegas_span_site_;                                                                           \
    })

// The check comes last: as the first statement it alone would belong to an `if` without braces.
#define MM_DETAIL_SPAN_OF_LITERAL(guard, guard_type, other, name, ...)                         \
    MM_DETAIL_GUARD(guard, guard_type, (MM_DETAIL_SPAN_SITE(name))__VA_OPT__(, ) __VA_ARGS__); \
    MM_DETAIL_REQUIRE_LITERAL(                                                                 \
        name, "the name of this span must be a string literal; " other " takes one that is known at run time")

#define MM_SPAN_SCOPE(name, ...) \
    MM_DETAIL_SPAN_OF_LITERAL(MM_DETAIL_SPAN_GUARD(), ThreadSpanGuard, "MM_SPAN_NAMED", name __VA_OPT__(, ) __VA_ARGS__)
#define MM_SPAN_FUNCTION(...) \
    MM_DETAIL_GUARD(MM_DETAIL_SPAN_GUARD(), ThreadSpanGuard, (MM_DETAIL_FUNCTION_SPAN_SITE())__VA_OPT__(, ) __VA_ARGS__)
#define MM_SPAN_NAMED(name, ...)                                                                                      \
    MM_DETAIL_GUARD(MM_DETAIL_SPAN_GUARD(), ThreadNamedSpanGuard,                                                     \
                    (MM_DETAIL_NAMED_SPAN_SITE(), ::micromegas::tracing::detail::name_that_stays(name))__VA_OPT__(, ) \
                        __VA_ARGS__)
#define MM_SPAN_DYNAMIC(name, ...)                                  \
    MM_DETAIL_GUARD(MM_DETAIL_SPAN_GUARD(), ThreadDynamicSpanGuard, \
                    (MM_DETAIL_NAMED_SPAN_SITE(), name)__VA_OPT__(, ) __VA_ARGS__)
#define MM_SPAN_IF(condition, name, ...)                                                  \
    MM_DETAIL_GUARD(MM_DETAIL_SPAN_GUARD(), ThreadSpanGuard,                              \
                    (::micromegas::tracing::detail::OnlyIf{static_cast<bool>(condition)}, \
                     MM_DETAIL_SPAN_SITE(name))__VA_OPT__(, ) __VA_ARGS__);               \
    MM_DETAIL_REQUIRE_LITERAL(name, "the name of this span must be a string literal")
#define MM_SPAN(target, verbosity, name, ...)                                                                  \
    MM_DETAIL_GUARD(                                                                                           \
        MM_DETAIL_SPAN_GUARD(),                                                                                \
        detail::GuardIf<::micromegas::tracing::allows(::micromegas::tracing::kStaticMaxVerbosity, verbosity)>, \
        (MM_DETAIL_STATIC(SpanMetadata, name, MM_DETAIL_SPAN_LOCATION_OF(target, verbosity)))__VA_OPT__(, )    \
            __VA_ARGS__);                                                                                      \
    MM_DETAIL_REQUIRE_TARGET_AND_VERBOSITY(target, verbosity);                                                 \
    MM_DETAIL_REQUIRE_LITERAL(name, "the name of this span must be a string literal")
#define MM_ASYNC_SPAN(name, ...)                                                             \
    MM_DETAIL_SPAN_OF_LITERAL(MM_DETAIL_SPAN_GUARD(), AsyncSpanGuard, "MM_ASYNC_SPAN_NAMED", \
                              name __VA_OPT__(, ) __VA_ARGS__)
#define MM_ASYNC_SPAN_NAMED(name, ...)                                                                                \
    MM_DETAIL_GUARD(MM_DETAIL_SPAN_GUARD(), AsyncNamedSpanGuard,                                                      \
                    (MM_DETAIL_NAMED_SPAN_SITE(), ::micromegas::tracing::detail::name_that_stays(name))__VA_OPT__(, ) \
                        __VA_ARGS__)
#define MM_ASYNC_SPAN_DYNAMIC(name, ...)                           \
    MM_DETAIL_GUARD(MM_DETAIL_SPAN_GUARD(), AsyncDynamicSpanGuard, \
                    (MM_DETAIL_NAMED_SPAN_SITE(), name)__VA_OPT__(, ) __VA_ARGS__)

// `span` is the name of a variable, a guard whose function `set` adds properties until the span ends.
#define MM_SPAN_VAR(span, name, ...) \
    MM_DETAIL_SPAN_OF_LITERAL(span, ThreadSpanGuard::WithProperties, "MM_SPAN_NAMED", name __VA_OPT__(, ) __VA_ARGS__)
#define MM_SPAN_FUNCTION_VAR(span, ...) \
    MM_DETAIL_GUARD(span, ThreadSpanGuard::WithProperties, (MM_DETAIL_FUNCTION_SPAN_SITE())__VA_OPT__(, ) __VA_ARGS__)
#define MM_ASYNC_SPAN_VAR(span, name, ...)                                                 \
    MM_DETAIL_SPAN_OF_LITERAL(span, AsyncSpanGuard::WithProperties, "MM_ASYNC_SPAN_NAMED", \
                              name __VA_OPT__(, ) __VA_ARGS__)
