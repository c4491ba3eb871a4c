// The functions that a log macro calls after the filter has passed the entry.
//
// A call site only passes its arguments: the code that records them is out of line, once for all calls whose arguments
// have the same types, so it is not compiled again for each call.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/deferred_args.hpp>
#include <micromegas/tracing/detail/gates.hpp>
#include <micromegas/tracing/detail/record_properties.hpp>
#include <micromegas/tracing/detail/record_types.hpp>
#include <micromegas/tracing/detail/recording.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Some sink wants the entry as text at once: it is formatted by the caller, and then recorded as text.
inline bool is_wanted_at_once(const LogMetadata& site) noexcept {
    return allows(g_gates.text_level.load(std::memory_order_relaxed), site.level);
}

/// Written after the arguments of a deferred call.
struct NoProperties {
    static constexpr LogRecord kRecord = LogRecord::Deferred;

    static constexpr std::size_t size() noexcept { return 0; }
    static std::byte* write(std::byte* to) noexcept { return to; }
};

struct CopiedProperties {
    static constexpr LogRecord kRecord = LogRecord::DeferredTagged;

    std::span<const Property> properties = {};

    [[nodiscard]] std::size_t size() const noexcept { return size_of_properties(properties); }
    std::byte* write(std::byte* to) const noexcept { return put_properties(to, properties); }
};

template <class Properties, class... Args>
[[gnu::always_inline]] inline void record_deferred(const LogMetadata& site, const Properties& properties,
                                                   const Args&... args) noexcept {
    constexpr FormatDeferred kFormat = &format_deferred<Args...>;
    const std::size_t size =
        1 + sizeof(&site) + kFieldSize<TimeStamp> + sizeof kFormat + (size_of_arg(args) + ... + properties.size());
    record<QueueKind::Logs>(size, [&](std::byte* slot) {
        slot = put(put(put(put(slot, Properties::kRecord), &site), TimeStamp{}), kFormat);
        ((slot = put_arg(slot, args)), ...);
        properties.write(slot);
    });
}

inline std::string_view to_formattable(const TextArg& arg) noexcept { return arg.text(); }
template <class T>
const T& to_formattable(const T& arg) noexcept {
    return arg;
}

template <class... Values>
void log_values(const LogMetadata& site, const Values&... values) noexcept {
    dispatch::log(site, fmt::make_format_args(values...));
}
template <class... Values>
void log_values_tagged(const LogMetadata& site, const PropertySet& properties, const Values&... values) noexcept {
    dispatch::log_tagged(site, properties, fmt::make_format_args(values...));
}

template <class... Args>
[[gnu::noinline]] void log_deferrable(const LogMetadata& site, Args... args) noexcept {
    if (is_wanted_at_once(site)) [[unlikely]] {
        log_values(site, to_formattable(args)...);
    } else {
        record_deferred<NoProperties, Args...>(site, {}, args...);
    }
}

template <class... Args>
[[gnu::noinline]] void log_deferrable_tagged(const LogMetadata& site, const PropertySet& properties,
                                             Args... args) noexcept {
    if (is_wanted_at_once(site)) [[unlikely]] {
        log_values_tagged(site, properties, to_formattable(args)...);
    } else {
        record_deferred<CopiedProperties, Args...>(site, {properties.properties()}, args...);
    }
}

/// Without arguments.
[[gnu::noinline]] void log_literal(const LogMetadata& site) noexcept;

// Arguments that cannot be copied are formatted at once.
template <class... Args>
[[gnu::noinline]] void log_now(const LogMetadata& site, Args&... args) noexcept {
    dispatch::log(site, fmt::make_format_args(args...));
}
template <class... Args>
[[gnu::noinline]] void log_now_tagged(const LogMetadata& site, const PropertySet& properties, Args&... args) noexcept {
    dispatch::log_tagged(site, properties, fmt::make_format_args(args...));
}

#if defined(__clang__)  // clang++ 14 refuses a consteval constructor that passes its argument on to another
template <class... Args>
using CheckedFormat = fmt::format_string<Args...>;
#else
/// The type of an argument for {fmt}'s check: arrays of all sizes are one type.
template <class Arg>
using CheckedArg =
    std::conditional_t<std::is_array_v<std::remove_reference_t<Arg>> && kIsText<Decayed<Arg>>, const char*, Arg>;

/// How many fields a format has, all of them `{}`; -1 if there is any other brace.
constexpr int count_plain_fields(std::string_view format) noexcept {
    int fields = 0;
    const char* const end = format.data() + format.size();
    for (const char* at = format.data(); at != end; ++at) {  // pointers: the compiler runs this for each call
        if (*at == '{' && at + 1 != end && at[1] == '}') {
            ++fields;
            ++at;
        } else if (*at == '{' || *at == '}') {
            return -1;
        }
    }
    return fields;
}

/// Refuses a format string that does not fit the arguments, at compile time. Holds nothing: the call site has it.
template <class... Args>
struct FormatCheck {
    template <class Text>
    consteval FormatCheck(const Text& format) {  // NOLINT(google-explicit-constructor): as fmt::format_string
        // {fmt}'s check is slow to compile, and always passes `{}` for numbers and texts.
        if (!((kTakesPlainField<Args> && ...) && count_plain_fields(format) == static_cast<int>(sizeof...(Args)))) {
            [[maybe_unused]] const fmt::format_string<Args...> checked{format};
        }
    }

private:
    template <class Arg>
    static constexpr bool kTakesPlainField = kIsText<Decayed<Arg>> || std::is_arithmetic_v<Decayed<Arg>>;
};
template <class... Args>
using CheckedFormat = std::type_identity_t<FormatCheck<CheckedArg<Args>...>>;
#endif

template <class... Args>
[[gnu::always_inline]] inline void log_checked(const LogMetadata& site, CheckedFormat<Args...> /*format*/,
                                               Args&&... args) noexcept {
    if constexpr (sizeof...(Args) == 0) {
        log_literal(site);
    } else if constexpr ((kIsDeferrable<Args> && ...)) {
        log_deferrable<DeferredArg<std::remove_reference_t<Args>>...>(site, defer(args)...);
    } else {
        log_now(site, args...);
    }
}

template <class... Args>
[[gnu::always_inline]] inline void log_checked_tagged(const LogMetadata& site, const PropertySet& properties,
                                                      CheckedFormat<Args...> /*format*/, Args&&... args) noexcept {
    if constexpr ((kIsDeferrable<Args> && ...)) {
        log_deferrable_tagged<DeferredArg<std::remove_reference_t<Args>>...>(site, properties, defer(args)...);
    } else {
        log_now_tagged(site, properties, args...);
    }
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
