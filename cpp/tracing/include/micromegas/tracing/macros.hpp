// The macros of instrumented code. A macro that logs, counts or opens a span checks a gate, has a static call site, and
// makes one call.
//
//     MM_INFO("registered table {}: {} rows", name, rows);   // and MM_FATAL, MM_ERROR, MM_WARN, MM_DEBUG, MM_TRACE
//     MM_LOG("net.http", Level::Warn, "retry {}", n);        // with an explicit target
//     MM_INFO_PROPS(properties, "slow query {} ms", ms);     // with a PropertySet; for every level, and MM_LOG_PROPS
//     MM_INFO("slow query {} ms", ms, MM_P("table", name), MM_P("rows", n));  // with properties of its own, last
//     MM_INFO_IF(rows > limit, "{} rows", rows);             // also MM_LOG_IF(condition, target, level, ...)
//     MM_WARN_LIMITED(per_second(10), "retry {}", n);        // once, first(n), every(n), per_minute(n); MM_LOG_LIMITED
//     if (MM_LOG_ENABLED(Level::Debug)) { ... }              // also MM_LOG_ENABLED("net.http", Level::Debug)
//
//     MM_IMETRIC("rows_scanned", "count", rows);             // a count, from 0 up; MM_FMETRIC: a double
//     MM_IMETRIC("rows", "count", rows, MM_P("table", name));  // with properties of its own
//     MM_IMETRIC_PROPS(properties, "rows", "count", rows);   // with a PropertySet; MM_FMETRIC_PROPS
//     MM_IMETRIC_DYNAMIC(name, unit, rows);                  // made at run time, which are copied; MM_FMETRIC_DYNAMIC
//     MM_METRIC("net.http", Verbosity::Med, "bytes", "bytes", n);  // with an explicit target and verbosity
//
//     MM_SPAN_SCOPE("execute_sql");                          // to the end of the block
//     MM_SPAN_FUNCTION();                                    // named after the function, "Table::insert"
//     MM_SPAN_NAMED(name);                                   // a name known at run time, of static lifetime
//     MM_SPAN_DYNAMIC(name);                                 // a name made at run time, which is copied
//     MM_SPAN_IF(rows > limit, "sort");                      // recorded only if the condition holds
//     MM_SPAN("net.http", Verbosity::Med, "request");        // with an explicit target and verbosity
//     MM_ASYNC_SPAN("fetch");                                // inside a coroutine: see async.hpp
//     MM_ASYNC_SPAN_NAMED(name);                             // also MM_ASYNC_SPAN_DYNAMIC
//     MM_SPAN_SCOPE("query", MM_P("table", name));           // each span may have properties, which its end carries
//     MM_SPAN_VAR(span, "query");                            // span.set("rows", n) adds one that is known only later;
//                                                            // also MM_SPAN_FUNCTION_VAR(span), MM_ASYNC_SPAN_VAR
//
// Format strings are literals, which {fmt} checks at compile time. Names are literals too, but for the macros with
// NAMED and DYNAMIC. Level and target are constants. The arguments of a call that does not log or record are compiled
// and never evaluated. Properties of all entries for a while: ContextGuard in context.hpp.
//
// A property set that is written in place needs parentheses, as every comma of a macro's argument does outside of them:
//
//     MM_INFO_PROPS((PropertySet{{"table", name}}), "slow query {} ms", ms);
// Why: docs/decisions/0003-arguments-of-a-call-that-does-nothing.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/filter_gate.hpp>
#include <micromegas/tracing/detail/function_name.hpp>
#include <micromegas/tracing/detail/limited_site.hpp>
#include <micromegas/tracing/detail/log_call.hpp>     // one per platform
#include <micromegas/tracing/detail/metric_call.hpp>  // one per platform
#include <micromegas/tracing/detail/target.hpp>
#include <micromegas/tracing/spans.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// A literal with the NULs that it holds; also an existing view.
template <std::size_t Size>
constexpr std::string_view whole_text(const char (&literal)[Size]) noexcept {  // NOLINT(modernize-avoid-c-arrays)
    return {literal, Size - 1};
}
constexpr std::string_view whole_text(std::string_view text) noexcept { return text; }
/// For a call without any argument.
template <bool HasText = false>
constexpr std::string_view whole_text() noexcept {
    static_assert(HasText, "a log call needs a format, such as MM_INFO(\"loaded {} rows\", rows)");
    return {};
}

/// A constant only where the text is one, and not just its size.
constexpr char first_of(std::string_view text) noexcept { return text.empty() ? '\0' : text.front(); }

/// Whether a filter could name it. Refuses formats, which a call without target begins with.
constexpr bool is_target(std::string_view text) noexcept {
    for (const char c : text) {  // NOLINT(readability-use-anyofallof): <algorithm> is large
        if (c <= ' ' || c == '%' || c == '{' || c == '=' || c == ',') {
            return false;
        }
    }
    return !text.empty();
}

/// Whether an argument of a macro has as many closing braces as opening ones: the macro split it at a comma otherwise.
constexpr bool is_whole_argument(std::string_view source) noexcept {
    int open = 0;
    bool is_quoted = false;
    for (std::size_t at = 0; at < source.size(); ++at) {
        const char c = source[at];
        if (c == '"') {
            is_quoted = !is_quoted;
        } else if (is_quoted) {
            at += c == '\\' ? 1 : 0;
        } else {
            open += c == '{' ? 1 : 0;
            open -= c == '}' ? 1 : 0;
        }
    }
    return open == 0;
}

template <bool IsConstant>
constexpr bool require_constant_level() noexcept {
    static_assert(IsConstant,
                  "the level must be a constant; micromegas::tracing::log_enabled(level, target) takes one that is "
                  "known at run time");
    return true;
}
template <bool IsConstant>
constexpr bool require_constant_target() noexcept {
    static_assert(IsConstant,
                  "the target must be a constant; micromegas::tracing::log_enabled(level, target) takes one that is "
                  "known at run time");
    return true;
}

/// A metric counts from 0 up: a negative value is recorded as 0.
template <std::integral Value>
constexpr std::uint64_t to_int_metric(Value value) noexcept {
    return std::cmp_less(value, 0) ? 0 : static_cast<std::uint64_t>(value);
}

template <class Value>
requires std::is_arithmetic_v<Value>
constexpr double to_float_metric(Value value) noexcept { return static_cast<double>(value); }

template <class Value, class... Properties>
inline void metric(const MetricMetadata& site, Value value, const Properties&... properties) noexcept {
    if constexpr (std::integral<Value>) {
        metric_checked(site, to_int_metric(value), properties...);
    } else {
        metric_checked(site, to_float_metric(value), properties...);
    }
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

/// For automatic variables alone. A name with linkage, or of a static, has to be the same in every translation unit:
/// the linker takes the statics of an inline function for one another by their names.
#define MM_DETAIL_UNIQUE(name) MM_DETAIL_CONCAT(name, __COUNTER__)

/// One static, built at compile time, for each place in the source. In a lambda, so that no name of ours is in scope
/// where the user's arguments are evaluated. The lambda's number in its function tells it from the others.
#define MM_DETAIL_STATIC(type, ...)                                                                    \
    ([]() noexcept -> const ::micromegas::tracing::type& {                                             \
        extern ::micromegas::tracing::detail::NamespaceProbe MM_DETAIL_PROBE;                          \
        [[maybe_unused]] constexpr ::std::string_view MM_DETAIL_MODULE = MM_DETAIL_NAMESPACE_OF_PROBE; \
        static constinit ::micromegas::tracing::type micromegas_call_site_{__VA_ARGS__};               \
        return micromegas_call_site_;                                                                  \
    }())
#define MM_DETAIL_MODULE micromegas_module_path_

/// The target of a call that does not name one, beside MM_DETAIL_MODULE. Define MICROMEGAS_TARGET, e.g.
/// `-DMICROMEGAS_TARGET='"net.http"'`, to replace the namespace by a name of your own for everything that is compiled
/// with it.
#ifdef MICROMEGAS_TARGET
#define MM_DETAIL_DEFAULT_TARGET (::std::string_view{MICROMEGAS_TARGET})
#else
#define MM_DETAIL_DEFAULT_TARGET MM_DETAIL_MODULE
#endif

#define MM_DETAIL_WHOLE(text) ::micromegas::tracing::detail::whole_text(text)

/// Else the compiler's first words are about lambdas and captures.
#define MM_DETAIL_REQUIRE_LITERAL(text, advice) static_assert(MM_DETAIL_IS_CONSTANT(text), advice)
#define MM_DETAIL_IS_CONSTANT(text) __builtin_constant_p(::micromegas::tracing::detail::first_of(MM_DETAIL_WHOLE(text)))

#define MM_DETAIL_LOG_SITE(target, level, format) \
    MM_DETAIL_STATIC(LogMetadata, level, MM_DETAIL_WHOLE(format), target, MM_DETAIL_MODULE, __FILE__, __LINE__)

#define MM_DETAIL_LOG(site, target, level, format, ...)                                                     \
    do {                                                                                                    \
        MM_DETAIL_REQUIRE_LITERAL(format,                                                                   \
                                  "the format must be a string literal, which is checked at compile time; " \
                                  "write MM_INFO(\"{}\", text) to log a text that is known at run time");   \
        if constexpr (::micromegas::tracing::allows(::micromegas::tracing::kStaticMaxLevel, level)) {       \
            if (::micromegas::tracing::detail::passes_gate(level)) {                                        \
                const auto& site = MM_DETAIL_LOG_SITE(target, level, format);                               \
                if (::micromegas::tracing::detail::passes_filter(site, level)) {                            \
                    __VA_ARGS__;                                                                            \
                }                                                                                           \
            }                                                                                               \
        }                                                                                                   \
    } while (false)

// What is done behind the filter: the last argument of MM_DETAIL_LOG.
#define MM_DETAIL_CALL(site, format, ...) \
    ::micromegas::tracing::detail::log_checked(site, MM_DETAIL_WHOLE(format) __VA_OPT__(, ) __VA_ARGS__)
#define MM_DETAIL_CALL_TAGGED(site, properties, format, ...)            \
    ::micromegas::tracing::detail::log_checked_tagged(site, properties, \
                                                      MM_DETAIL_WHOLE(format) __VA_OPT__(, ) __VA_ARGS__)

#define MM_DETAIL_LOG_ALWAYS(site, target, level, format, ...) \
    MM_DETAIL_LOG(site, target, level, format, MM_DETAIL_CALL(site, format __VA_OPT__(, ) __VA_ARGS__))
#define MM_DETAIL_LOG_TAGGED(site, target, level, properties, format, ...)                                          \
    do {                                                                                                            \
        static_assert(::micromegas::tracing::detail::is_whole_argument(#properties),                                \
                      "put parentheses around a property set that is written in place, as a macro is split at its " \
                      "commas: MM_INFO_PROPS((PropertySet{{\"name\", value}}), \"...\")");                          \
        MM_DETAIL_LOG(site, target, level, format,                                                                  \
                      MM_DETAIL_CALL_TAGGED(site, properties, format __VA_OPT__(, ) __VA_ARGS__));                  \
    } while (false)
#define MM_DETAIL_LOG_IF(site, target, level, condition, format, ...) \
    MM_DETAIL_LOG(                                                    \
        site, target, level, format, if (condition) { MM_DETAIL_CALL(site, format __VA_OPT__(, ) __VA_ARGS__); })
// The limit's name is looked up in our namespace, so that it is one word, and no other word compiles.
#define MM_DETAIL_LOG_LIMITED(site, target, level, limit, format, ...)                                    \
    do {                                                                                                  \
        static_assert(__builtin_constant_p(::micromegas::tracing::limits::limit.count),                   \
                      "the number of a limit must be a constant from 1 to 1000000");                      \
        MM_DETAIL_LOG(                                                                                    \
            site, target, level, format,                                                                  \
            if (const auto MM_DETAIL_CONCAT(site, _admission) = ::micromegas::tracing::detail::admit(     \
                    MM_DETAIL_STATIC(detail::LimitedSite, ::micromegas::tracing::limits::limit), site)) { \
                if (MM_DETAIL_CONCAT(site, _admission).left_out == 0) {                                   \
                    MM_DETAIL_CALL(site, format __VA_OPT__(, ) __VA_ARGS__);                              \
                } else {                                                                                  \
                    MM_DETAIL_CALL(site, format __VA_OPT__(, ) __VA_ARGS__,                               \
                                   MM_P("left_out", MM_DETAIL_CONCAT(site, _admission).left_out));        \
                }                                                                                         \
            });                                                                                           \
    } while (false)

/// A property of the call, after the arguments of its format: MM_P("rows", n). The key is a string literal; the value
/// a number, a boolean, a text, or of any other type that {fmt} formats, and is copied as an argument is.
#define MM_P(key, ...) \
    ::micromegas::tracing::detail::keyed<::micromegas::tracing::detail::PropertyKey{key}>(__VA_ARGS__)

#define MM_DETAIL_DEFAULT(kind, level, ...) \
    kind(MM_DETAIL_UNIQUE(micromegas_site_), MM_DETAIL_DEFAULT_TARGET, ::micromegas::tracing::Level::level, __VA_ARGS__)
#define MM_DETAIL_EXPLICIT(kind, target, level, ...)                                                                \
    do {                                                                                                            \
        static_assert(MM_DETAIL_IS_CONSTANT(target),                                                                \
                      "the target must be a constant; micromegas::tracing::log(level, target, text) logs with one " \
                      "that is known at run time");                                                                 \
        static_assert(                                                                                              \
            !MM_DETAIL_IS_CONSTANT(target) || ::micromegas::tracing::detail::is_target(MM_DETAIL_WHOLE(target)),    \
            "the first argument is a target, such as \"net.http\", without spaces, '%', '{', '=' and "              \
            "','; MM_INFO(\"...\") logs without naming one");                                                       \
        static_assert(__builtin_constant_p(level),                                                                  \
                      "the level must be a constant; micromegas::tracing::log(level, target, text) logs with one "  \
                      "that is known at run time");                                                                 \
        kind(MM_DETAIL_UNIQUE(micromegas_site_), target, level, __VA_ARGS__);                                       \
    } while (false)

#define MM_LOG(target, level, ...) MM_DETAIL_EXPLICIT(MM_DETAIL_LOG_ALWAYS, target, level, __VA_ARGS__)
#define MM_LOG_PROPS(target, level, ...) MM_DETAIL_EXPLICIT(MM_DETAIL_LOG_TAGGED, target, level, __VA_ARGS__)
#define MM_LOG_IF(condition, target, level, ...) \
    MM_DETAIL_EXPLICIT(MM_DETAIL_LOG_IF, target, level, condition, __VA_ARGS__)
#define MM_LOG_LIMITED(limit, target, level, ...) \
    MM_DETAIL_EXPLICIT(MM_DETAIL_LOG_LIMITED, target, level, limit, __VA_ARGS__)

#define MM_FATAL(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_ALWAYS, Fatal, __VA_ARGS__)
#define MM_ERROR(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_ALWAYS, Error, __VA_ARGS__)
#define MM_WARN(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_ALWAYS, Warn, __VA_ARGS__)
#define MM_INFO(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_ALWAYS, Info, __VA_ARGS__)
#define MM_DEBUG(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_ALWAYS, Debug, __VA_ARGS__)
#define MM_TRACE(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_ALWAYS, Trace, __VA_ARGS__)

#define MM_FATAL_PROPS(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_TAGGED, Fatal, __VA_ARGS__)
#define MM_ERROR_PROPS(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_TAGGED, Error, __VA_ARGS__)
#define MM_WARN_PROPS(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_TAGGED, Warn, __VA_ARGS__)
#define MM_INFO_PROPS(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_TAGGED, Info, __VA_ARGS__)
#define MM_DEBUG_PROPS(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_TAGGED, Debug, __VA_ARGS__)
#define MM_TRACE_PROPS(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_TAGGED, Trace, __VA_ARGS__)

#define MM_FATAL_IF(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_IF, Fatal, __VA_ARGS__)
#define MM_ERROR_IF(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_IF, Error, __VA_ARGS__)
#define MM_WARN_IF(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_IF, Warn, __VA_ARGS__)
#define MM_INFO_IF(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_IF, Info, __VA_ARGS__)
#define MM_DEBUG_IF(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_IF, Debug, __VA_ARGS__)
#define MM_TRACE_IF(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_IF, Trace, __VA_ARGS__)

#define MM_FATAL_LIMITED(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_LIMITED, Fatal, __VA_ARGS__)
#define MM_ERROR_LIMITED(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_LIMITED, Error, __VA_ARGS__)
#define MM_WARN_LIMITED(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_LIMITED, Warn, __VA_ARGS__)
#define MM_INFO_LIMITED(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_LIMITED, Info, __VA_ARGS__)
#define MM_DEBUG_LIMITED(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_LIMITED, Debug, __VA_ARGS__)
#define MM_TRACE_LIMITED(...) MM_DETAIL_DEFAULT(MM_DETAIL_LOG_LIMITED, Trace, __VA_ARGS__)

/// An expression: whether an entry of this level would reach a sink; MM_LOG_ENABLED(level) asks for the default target
/// of the place, MM_LOG_ENABLED(target, level) for another.
#define MM_LOG_ENABLED(...) \
    MM_DETAIL_THIRD(__VA_ARGS__, MM_DETAIL_TARGET_ENABLED, MM_DETAIL_LEVEL_ENABLED, )(__VA_ARGS__)
#define MM_DETAIL_THIRD(first, second, third, ...) third
#define MM_DETAIL_LEVEL_ENABLED(level) MM_DETAIL_ENABLED(MM_DETAIL_DEFAULT_TARGET, level)
#define MM_DETAIL_TARGET_ENABLED(target, level)                                                 \
    (::micromegas::tracing::detail::require_constant_target<MM_DETAIL_IS_CONSTANT(target)>() && \
     MM_DETAIL_ENABLED(target, level))
#define MM_DETAIL_ENABLED(target, level)                                                     \
    (::micromegas::tracing::detail::require_constant_level<__builtin_constant_p(level)>() && \
     ::micromegas::tracing::allows(::micromegas::tracing::kStaticMaxLevel, level) &&         \
     ::micromegas::tracing::detail::passes_gate(level) &&                                    \
     ::micromegas::tracing::dispatch::log_enabled(MM_DETAIL_LOG_SITE(target, level, "")))

#define MM_DETAIL_METRIC(function, name, unit, ...)                                                         \
    do {                                                                                                    \
        MM_DETAIL_REQUIRE_LITERAL(name, "the name of a metric must be a string literal");                   \
        MM_DETAIL_REQUIRE_LITERAL(unit, "the unit of a metric must be a string literal");                   \
        if (::micromegas::tracing::dispatch::metrics_enabled()) {                                           \
            ::micromegas::tracing::detail::function(                                                        \
                MM_DETAIL_STATIC(MetricMetadata, name, unit, MM_DETAIL_DEFAULT_TARGET, __FILE__, __LINE__), \
                __VA_ARGS__);                                                                               \
        }                                                                                                   \
    } while (false)

#define MM_DETAIL_INT(value) ::micromegas::tracing::detail::to_int_metric(value)
#define MM_DETAIL_FLOAT(value) ::micromegas::tracing::detail::to_float_metric(value)

#define MM_IMETRIC(name, unit, value, ...) \
    MM_DETAIL_METRIC(metric_checked, name, unit, MM_DETAIL_INT(value) __VA_OPT__(, ) __VA_ARGS__)
#define MM_FMETRIC(name, unit, value, ...) \
    MM_DETAIL_METRIC(metric_checked, name, unit, MM_DETAIL_FLOAT(value) __VA_OPT__(, ) __VA_ARGS__)
#define MM_IMETRIC_PROPS(properties, name, unit, value, ...) \
    MM_DETAIL_METRIC(metric_checked_tagged, name, unit, properties, MM_DETAIL_INT(value) __VA_OPT__(, ) __VA_ARGS__)
#define MM_FMETRIC_PROPS(properties, name, unit, value, ...) \
    MM_DETAIL_METRIC(metric_checked_tagged, name, unit, properties, MM_DETAIL_FLOAT(value) __VA_OPT__(, ) __VA_ARGS__)

/// For a name and a unit made at run time.
#define MM_DETAIL_DYNAMIC_METRIC(function, name, unit, value)                                                       \
    do {                                                                                                            \
        if (::micromegas::tracing::dispatch::metrics_enabled()) {                                                   \
            ::micromegas::tracing::dispatch::function(                                                              \
                MM_DETAIL_STATIC(MetricMetadata, "", "", MM_DETAIL_DEFAULT_TARGET, __FILE__, __LINE__), name, unit, \
                value);                                                                                             \
        }                                                                                                           \
    } while (false)

#define MM_IMETRIC_DYNAMIC(name, unit, value) \
    MM_DETAIL_DYNAMIC_METRIC(dynamic_int_metric, name, unit, MM_DETAIL_INT(value))
#define MM_FMETRIC_DYNAMIC(name, unit, value) \
    MM_DETAIL_DYNAMIC_METRIC(dynamic_float_metric, name, unit, MM_DETAIL_FLOAT(value))

/// A value, and properties of the call. An integer is counted from 0 up, as by MM_IMETRIC; any other is a double.
#define MM_METRIC(target, verbosity, name, unit, ...)                                                                  \
    do {                                                                                                               \
        MM_DETAIL_REQUIRE_TARGET_AND_VERBOSITY(target, verbosity);                                                     \
        MM_DETAIL_REQUIRE_LITERAL(name, "the name of a metric must be a string literal");                              \
        MM_DETAIL_REQUIRE_LITERAL(unit, "the unit of a metric must be a string literal");                              \
        if constexpr (::micromegas::tracing::allows(::micromegas::tracing::kStaticMaxVerbosity, verbosity)) {          \
            if (::micromegas::tracing::dispatch::metrics_enabled()) {                                                  \
                ::micromegas::tracing::detail::metric(                                                                 \
                    MM_DETAIL_STATIC(MetricMetadata, name, unit, target, __FILE__, __LINE__, verbosity), __VA_ARGS__); \
            }                                                                                                          \
        }                                                                                                              \
    } while (false)

#define MM_DETAIL_REQUIRE_TARGET_AND_VERBOSITY(target, verbosity)                                                     \
    static_assert(MM_DETAIL_IS_CONSTANT(target) && ::micromegas::tracing::detail::is_target(MM_DETAIL_WHOLE(target)), \
                  "the first argument is a target, such as \"net.http\", a constant without spaces");                 \
    static_assert(__builtin_constant_p(verbosity), "the verbosity must be a constant, such as Verbosity::Med")

#include <micromegas/tracing/detail/span_macros.hpp>
