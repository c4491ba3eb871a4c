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

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Some sink wants the entry as text at once, or the text may not wait: it is formatted by the caller, and then
/// recorded as text.
inline bool is_wanted_at_once(const LogMetadata& site) noexcept {
    return allows(g_gates.text_level.load(std::memory_order_relaxed), site.level);
}

/// What a record of a deferred call begins with. `Arguments` are those of the format.
template <bool IsTagged, class... Arguments>
struct DeferredHead {
    static constexpr bool kHasFormat = !IsTagged || sizeof...(Arguments) != 0;
    static constexpr LogRecord kRecord = !IsTagged    ? LogRecord::Deferred
                                         : kHasFormat ? LogRecord::DeferredTagged
                                                      : LogRecord::LiteralTagged;
    static constexpr std::size_t kSize =
        1 + sizeof(const LogMetadata*) + kFieldSize<TimeStamp> + (kHasFormat ? sizeof(FormatDeferred) : 0);

    static std::byte* write(std::byte* to, const LogMetadata& site) noexcept {
        to = put(put(put(to, kRecord), &site), TimeStamp{});
        if constexpr (kHasFormat) {
            constexpr FormatDeferred kFormat = &format_deferred<Arguments...>;
            to = put(to, kFormat);
        }
        return to;
    }
};

/// Written after the arguments of a deferred call.
struct NoProperties {
    static constexpr bool kIsTagged = false;

    static constexpr std::size_t size() noexcept { return 0; }
    static std::byte* write(std::byte* to) noexcept { return to; }
};

struct CopiedProperties {
    static constexpr bool kIsTagged = true;

    std::span<const PropertyView> properties = {};

    [[nodiscard]] std::size_t size() const noexcept { return size_of_properties(properties); }
    std::byte* write(std::byte* to) const noexcept { return put_properties(to, properties); }
};

/// Of those items that are arguments of the format.
template <class Taken, class... Rest>
struct HeadOf;
template <class... Taken>
struct HeadOf<void(Taken...)> {
    using Head = DeferredHead<true, Taken...>;
};
template <class... Taken, class T, class... Rest>
struct HeadOf<void(Taken...), PropertyArg<T>, Rest...> : HeadOf<void(Taken...)> {};
template <class... Taken, class Arg, class... Rest>
struct HeadOf<void(Taken...), Arg, Rest...> : HeadOf<void(Taken..., Arg), Rest...> {};

// Beside the properties of a call.
struct NoSet {
    [[nodiscard]] static constexpr std::size_t size() noexcept { return 0; }
    static std::byte* write(std::byte* to) noexcept { return to; }
};
struct WithSet {
    const PropertySet& set;

    [[nodiscard]] std::size_t size() const noexcept { return size_of_named(set.views()); }
    std::byte* write(std::byte* to) const noexcept { return put_named(to, set.views()); }
};

/// What follows the size of the properties.
template <class Set, class... Items>
[[gnu::always_inline]] inline std::byte* put_properties_of_call(std::byte* to, std::uint64_t size, const KeyTable& keys,
                                                                const Set& set, const Items&... items) noexcept {
    to = put(put(to, size), &keys);
    ((to = put_property(to, items)), ...);
    return set.write(to);
}

template <class Properties, class... Args>
[[gnu::always_inline]] inline void record_deferred(const LogMetadata& site, const Properties& properties,
                                                   const Args&... args) noexcept {
    using Head = DeferredHead<Properties::kIsTagged, Args...>;
    const std::size_t size = Head::kSize + (size_of_arg(args) + ... + properties.size());
    record<QueueKind::Logs>(size, [&](std::byte* slot) {
        slot = Head::write(slot, site);
        ((slot = put_arg(slot, args)), ...);
        properties.write(slot);
    });
}

/// `items` are arguments of the format and properties.
template <class Set, class... Items>
[[gnu::always_inline]] inline void record_keyed(const LogMetadata& site, const KeyTable& keys, const Set& set,
                                                const Items&... items) noexcept {
    using Head = typename HeadOf<void(), Items...>::Head;
    const std::uint64_t properties = sizeof(&keys) + (size_of_property(items) + ... + set.size());
    const std::size_t size =
        Head::kSize + sizeof properties + (size_of_arg(items) + ... + static_cast<std::size_t>(properties));
    record<QueueKind::Logs>(size, [&](std::byte* slot) {
        slot = Head::write(slot, site);
        ((slot = put_arg(slot, items)), ...);
        put_properties_of_call(slot, properties, keys, set, items...);
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

inline constexpr int kNoArgument = 0;  // the format, which was checked, has no field for it
template <class T>
constexpr const int& to_formattable(const PropertyArg<T>&) noexcept {
    return kNoArgument;
}

/// The properties of a call as sinks get them.
template <std::size_t Count>
struct CallProperties {
    const std::string_view* next_key = nullptr;
    std::array<PropertyView, Count> views = {};
    std::size_t count = 0;

    template <class T>
    void add(const PropertyArg<T>& property) noexcept {
        views[count++] = {*next_key++, to_formattable(property.value)};
    }
    template <class T>
    void add(const T&) noexcept {}
};

template <class T>
inline constexpr bool kIsPropertyArg = false;
template <class T>
inline constexpr bool kIsPropertyArg<PropertyArg<T>> = true;
template <class... Items>
inline constexpr std::size_t kPropertyArgs = (static_cast<std::size_t>(kIsPropertyArg<std::remove_cvref_t<Items>>) +
                                              ...);

/// Those of the set are added, which may be null.
void log_with_properties(const LogMetadata& site, const PropertySet* set, std::span<const PropertyView> properties,
                         fmt::format_args args) noexcept;

template <class... Values>
void log_values_with_properties(const LogMetadata& site, const PropertySet* set,
                                std::span<const PropertyView> properties, Values&&... values) noexcept {
    log_with_properties(site, set, properties, fmt::make_format_args(values...));
}

template <class... Items>
void log_keyed_values(const LogMetadata& site, const KeyTable& keys, const PropertySet* set,
                      const Items&... items) noexcept {
    CallProperties<kPropertyArgs<Items...>> properties{keys.keys};
    (properties.add(items), ...);
    log_values_with_properties(site, set, properties.views, to_formattable(items)...);
}

template <class T>
constexpr auto& as_argument(T& item) noexcept {
    if constexpr (kIsPropertyArg<std::remove_const_t<T>>) {
        return kNoArgument;
    } else {
        return item;
    }
}

/// Arguments that cannot be copied.
template <class... Items>
[[gnu::noinline]] void log_keyed_now(const LogMetadata& site, const KeyTable& keys, const PropertySet* set,
                                     Items&&... items) noexcept {
    CallProperties<kPropertyArgs<Items...>> properties{keys.keys};
    (properties.add(items), ...);
    log_values_with_properties(site, set, properties.views, as_argument(items)...);
}

template <class... Items>
[[gnu::noinline]] void log_keyed(const LogMetadata& site, const KeyTable& keys, Items... items) noexcept {
    if (is_wanted_at_once(site)) [[unlikely]] {
        log_keyed_values(site, keys, nullptr, items...);
    } else {
        record_keyed(site, keys, NoSet{}, items...);
    }
}

template <class... Items>
[[gnu::noinline]] void log_keyed_tagged(const LogMetadata& site, const KeyTable& keys, const PropertySet& set,
                                        Items... items) noexcept {
    if (is_wanted_at_once(site)) [[unlikely]] {
        log_keyed_values(site, keys, &set, items...);
    } else {
        record_keyed(site, keys, WithSet{set}, items...);
    }
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
        record_deferred<CopiedProperties, Args...>(site, {properties.views()}, args...);
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
using CheckedFormat = std::type_identity_t<FormatStringOf<Args...>>;
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
        if (!((kTakesPlainField<Args> && ...) && count_plain_fields(format) == kFields)) {
            [[maybe_unused]] const FormatStringOf<Args...> checked{format};
        }
    }

private:
    static constexpr int kFields = static_cast<int>(sizeof...(Args)) - (static_cast<int>(kIsProperty<Args>) + ... + 0);
    template <class Arg>
    static constexpr bool kTakesPlainField =
        kIsText<Decayed<Arg>> || std::is_arithmetic_v<Decayed<Arg>> || kIsProperty<Arg>;
};
template <class... Args>
using CheckedFormat = std::type_identity_t<FormatCheck<CheckedArg<Args>...>>;
#endif

template <class Arg>
inline constexpr bool kIsDeferrableItem = kIsProperty<Arg> || kIsDeferrable<Arg>;

template <class Arg>
struct DeferredItemOf {
    using Item = DeferredArg<Arg>;
};
template <PropertyKey Key, class T>
struct DeferredItemOf<KeyedValue<Key, T>> {
    using Item = PropertyArgOf<T>;
};
template <class Arg>
using DeferredItem = typename DeferredItemOf<std::remove_cvref_t<Arg>>::Item;

/// Leaves arguments of the format as they are.
template <class Arg>
constexpr Arg& defer_property(Arg& arg) noexcept {
    return arg;
}
template <PropertyKey Key, class T>
requires(!kIsFormatted<T>)
    [[gnu::always_inline]] inline PropertyArgOf<T> defer_property(KeyedValue<Key, T>& property) noexcept {
    return defer(property);
}
template <PropertyKey Key, class T>
requires(kIsFormatted<T>)
    [[gnu::always_inline]] inline PropertyArgOf<T> defer_property(KeyedValue<Key, T>& property,
                                                                  std::string&& formatted = {}) noexcept {
    return defer(property, std::move(formatted));
}

template <class... Args>
[[gnu::always_inline]] inline void log_checked(const LogMetadata& site, CheckedFormat<Args...> /*format*/,
                                               Args&&... args) noexcept {
    if constexpr (sizeof...(Args) == 0) {
        log_literal(site);
    } else if constexpr (kHasProperties<Args...>) {
        const KeyTable& keys = key_table<PropertiesOf::Log, Args...>();
        if constexpr ((kIsDeferrableItem<Args> && ...)) {
            log_keyed<DeferredItem<Args>...>(site, keys, defer(args)...);
        } else {
            log_keyed_now(site, keys, nullptr, defer_property(args)...);
        }
    } else if constexpr ((kIsDeferrable<Args> && ...)) {
        log_deferrable<DeferredArg<std::remove_reference_t<Args>>...>(site, defer(args)...);
    } else {
        log_now(site, args...);
    }
}

template <class... Args>
[[gnu::always_inline]] inline void log_checked_tagged(const LogMetadata& site, const PropertySet& properties,
                                                      CheckedFormat<Args...> /*format*/, Args&&... args) noexcept {
    if constexpr (kHasProperties<Args...>) {
        const KeyTable& keys = key_table<PropertiesOf::Log, Args...>();
        if constexpr ((kIsDeferrableItem<Args> && ...)) {
            log_keyed_tagged<DeferredItem<Args>...>(site, keys, properties, defer(args)...);
        } else {
            log_keyed_now(site, keys, &properties, defer_property(args)...);
        }
    } else if constexpr ((kIsDeferrable<Args> && ...)) {
        log_deferrable_tagged<DeferredArg<std::remove_reference_t<Args>>...>(site, properties, defer(args)...);
    } else {
        log_now_tagged(site, properties, args...);
    }
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
