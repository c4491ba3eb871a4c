// Guards that the span macros make: a span lasts as long as its guard.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/property_args.hpp>
#include <micromegas/tracing/detail/property_keys.hpp>
#include <micromegas/tracing/detail/span_properties.hpp>  // one per platform
#include <micromegas/tracing/property_value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

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

/// How spans of a kind begin and end: named in their metadata, or beside their location.
template <class Metadata, class... Name>
struct SpanSite;

template <>
struct SpanSite<SpanMetadata> {
    void begin() const noexcept { dispatch::on_begin_scope(scope); }
    void end() const noexcept { dispatch::on_end_scope(scope); }
    void end(const SpanProperties& properties) const noexcept { end_scope_with(properties, scope); }
    [[nodiscard]] std::uint64_t begin_async(const AsyncContext& parent) const noexcept {
        return dispatch::on_begin_async_scope(scope, parent.span_id, parent.depth);
    }
    void end_async(std::uint64_t span_id, const AsyncContext& parent) const noexcept {
        dispatch::on_end_async_scope(span_id, parent.span_id, scope, parent.depth);
    }
    void end_async(std::uint64_t span_id, const AsyncContext& parent, const SpanProperties& properties) const noexcept {
        end_async_scope_with(properties, span_id, parent.span_id, scope, parent.depth);
    }

    const SpanMetadata& scope;
};

template <>
struct SpanSite<SpanLocation, std::string_view> {
    void begin() const noexcept { dispatch::on_begin_named_scope(location, name); }
    void end() const noexcept { dispatch::on_end_named_scope(location, name); }
    void end(const SpanProperties& properties) const noexcept { end_named_scope_with(properties, location, name); }
    [[nodiscard]] std::uint64_t begin_async(const AsyncContext& parent) const noexcept {
        return dispatch::on_begin_async_named_scope(location, name, parent.span_id, parent.depth);
    }
    void end_async(std::uint64_t span_id, const AsyncContext& parent) const noexcept {
        dispatch::on_end_async_named_scope(span_id, parent.span_id, location, name, parent.depth);
    }
    void end_async(std::uint64_t span_id, const AsyncContext& parent, const SpanProperties& properties) const noexcept {
        end_async_named_scope_with(properties, span_id, parent.span_id, location, name, parent.depth);
    }

    const SpanLocation& location;
    std::string_view name;
};

/// A name that a guard keeps, as its span's end has it again. Without spans there is nothing to keep.
class DynamicName {
public:
    DynamicName(std::string_view name) noexcept  // NOLINT(google-explicit-constructor): the guards' users write a text
        : text_(span_session() != 0 ? name : std::string_view{}) {}
    DynamicName(const char* name) noexcept  // NOLINT(google-explicit-constructor)
        : DynamicName(name != nullptr ? std::string_view{name} : std::string_view{}) {}
    DynamicName(const std::string& name) noexcept  // NOLINT(google-explicit-constructor)
        : DynamicName(std::string_view{name}) {}

    [[nodiscard]] std::string_view text() const noexcept { return text_; }

private:
    std::string text_;
};

template <>
struct SpanSite<SpanLocation, DynamicName> {
    void begin() const noexcept { dispatch::on_begin_dynamic_scope(location, name.text()); }
    void end() const noexcept { dispatch::on_end_dynamic_scope(location, name.text()); }
    void end(const SpanProperties& properties) const noexcept {
        end_dynamic_scope_with(properties, location, name.text());
    }
    [[nodiscard]] std::uint64_t begin_async(const AsyncContext& parent) const noexcept {
        return dispatch::on_begin_async_dynamic_scope(location, name.text(), parent.span_id, parent.depth);
    }
    void end_async(std::uint64_t span_id, const AsyncContext& parent) const noexcept {
        dispatch::on_end_async_dynamic_scope(span_id, parent.span_id, location, name.text(), parent.depth);
    }
    void end_async(std::uint64_t span_id, const AsyncContext& parent, const SpanProperties& properties) const noexcept {
        end_async_dynamic_scope_with(properties, span_id, parent.span_id, location, name.text(), parent.depth);
    }

    const SpanLocation& location;
    DynamicName name;
};

/// For guards that keep a view.
template <class Name>
constexpr std::string_view name_that_stays(Name&& name) noexcept {
    static_assert(!std::is_same_v<Name, std::string>,
                  "this name ends with the statement; MM_SPAN_DYNAMIC and MM_ASYNC_SPAN_DYNAMIC copy it");
    return name;
}

/// Of a span that is recorded only sometimes.
struct OnlyIf {
    bool condition;
};

// The compiler's error about a key shows the name of one of these.
void the_keys_level_target_and_name_are_reserved_on_a_span_as_a_server_takes_them_for_its_own();
void the_key_of_a_property_must_not_be_empty();

/// The key of a property that is set: a literal, which the compiler checks.
struct SpanKey {
    template <std::size_t Size>
    consteval SpanKey(const char (&literal)[Size]) noexcept  // NOLINT: only a literal is of this type
        : text(literal, Size - 1) {
        if (text.empty()) {
            the_key_of_a_property_must_not_be_empty();
        }
        if (is_reserved_key(PropertiesOf::Span, text)) {
            the_keys_level_target_and_name_are_reserved_on_a_span_as_a_server_takes_them_for_its_own();
        }
    }

    std::string_view text;
};

/// In place of the guard of a span that is compiled out.
struct NoGuard {
    using WithProperties = NoGuard;

    template <class... Anything>
    constexpr explicit NoGuard(const Anything&...) noexcept {}

    [[nodiscard]] static constexpr bool has_begun() noexcept { return false; }
    template <PropertyKey... Keys, class... Values>
    static void keep(const KeyedValue<Keys, Values>&...) noexcept {
        static_cast<void>(key_table<PropertiesOf::Span, KeyedValue<Keys, Values>...>());
    }
};

/// Of a span without properties.
struct NoSpanProperties {};

template <class Site>
void end(const Site& site, const NoSpanProperties& /*unused*/) noexcept {
    site.end();
}
template <class Site>
void end(const Site& site, const SpanProperties& properties) noexcept {
    site.end(properties);
}
template <class Site>
void end_async(const Site& site, const NoSpanProperties& /*unused*/, std::uint64_t span_id,
               const AsyncContext& parent) noexcept {
    site.end_async(span_id, parent);
}
template <class Site>
void end_async(const Site& site, const SpanProperties& properties, std::uint64_t span_id,
               const AsyncContext& parent) noexcept {
    site.end_async(span_id, parent, properties);
}

/// The part of a guard by which its span gets properties.
template <class Guard>
class TakesProperties {
public:
    /// Adds a property, in place of one that has this key: `span.set("rows", n)`. The value is one that MM_P takes, and
    /// is copied. By the thread that the span is on.
    template <class Value>
    void set(SpanKey key, const Value& value) noexcept {
        static_assert(
            std::is_same_v<Guard, typename Guard::WithProperties>,
            "only a guard that MM_SPAN_VAR, MM_SPAN_FUNCTION_VAR or MM_ASYNC_SPAN_VAR makes takes properties");
        if (guard().has_begun()) {
            std::string formatted;
            guard().properties_.set(key.text, typed_value(value, formatted));
        }
    }

    template <class Key, class Value>
    requires(!std::is_array_v<Key>) void set(const Key&, const Value&) noexcept {
        static_assert(sizeof(Key) == 0, "the key of a property must be a string literal");
    }

    /// For the macros, if the span has begun.
    template <PropertyKey... Keys, class... Values>
    void keep(const KeyedValue<Keys, Values>&... properties) noexcept {
        guard().properties_.keep(key_table<PropertiesOf::Span, KeyedValue<Keys, Values>...>(), properties...);
    }
    template <class... Others>
    void keep(const Others&...) noexcept {
        static_assert(sizeof...(Others) == 0,
                      R"(behind the name of a span stand its properties: MM_SPAN_SCOPE("query", MM_P("table", name)))");
    }

private:
    [[nodiscard]] Guard& guard() noexcept { return static_cast<Guard&>(*this); }
};

/// A guard remembers the session that its span began in, so that switching spans on or off meanwhile, or shutting down,
/// never ends one that did not begin.
template <class Properties, class Metadata, class... Name>
class ThreadGuard : public TakesProperties<ThreadGuard<Properties, Metadata, Name...>> {
public:
    using WithProperties = ThreadGuard<SpanProperties, Metadata, Name...>;

    explicit ThreadGuard(const Metadata& site, Name... name) noexcept
        : site_{site, std::move(name)...}, session_(span_session()) {
        if (session_ != 0) {
            site_.begin();
        }
    }
    ThreadGuard(OnlyIf wanted, const Metadata& site, Name... name) noexcept
        : site_{site, std::move(name)...}, session_(wanted.condition ? span_session() : 0) {
        if (session_ != 0) {
            site_.begin();
        }
    }
    ~ThreadGuard() {
        if (is_current(session_)) {
            end(site_, properties_);
        }
    }
    ThreadGuard(const ThreadGuard&) = delete;
    ThreadGuard& operator=(const ThreadGuard&) = delete;

    /// Whether the span is recorded.
    [[nodiscard]] bool has_begun() const noexcept { return session_ != 0; }

private:
    friend TakesProperties<ThreadGuard>;

    SpanSite<Metadata, Name...> site_;
    SpanSession session_;
    [[no_unique_address]] Properties properties_;
};

template <class Properties, class Metadata, class... Name>
class AsyncGuard : public TakesProperties<AsyncGuard<Properties, Metadata, Name...>> {
public:
    using WithProperties = AsyncGuard<SpanProperties, Metadata, Name...>;

    explicit AsyncGuard(const Metadata& site, Name... name) noexcept
        : site_{site, std::move(name)...}, session_(span_session()) {
        if (session_ != 0) {
            parent_ = current_async_context();
            span_id_ = site_.begin_async(parent_);
            enter_async_span(span_id_, parent_, session_);
        }
    }
    ~AsyncGuard() {
        if (session_ != 0) {
            leave_async_span(span_id_, parent_);
        }
        if (is_current(session_)) {
            end_async(site_, properties_, span_id_, parent_);
        }
    }
    AsyncGuard(const AsyncGuard&) = delete;
    AsyncGuard& operator=(const AsyncGuard&) = delete;

    /// Whether the span is recorded.
    [[nodiscard]] bool has_begun() const noexcept { return session_ != 0; }

private:
    friend TakesProperties<AsyncGuard>;

    SpanSite<Metadata, Name...> site_;
    SpanSession session_;
    std::uint64_t span_id_ = 0;
    AsyncContext parent_;
    [[no_unique_address]] Properties properties_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The id of the calling thread's current async span; 0 if there is none, and on wasm without DEVTOOLS.
inline std::uint64_t current_span_id() noexcept { return detail::current_async_context().span_id; }

using ThreadSpanGuard = detail::ThreadGuard<detail::NoSpanProperties, SpanMetadata>;
/// The name has static lifetime.
using ThreadNamedSpanGuard = detail::ThreadGuard<detail::NoSpanProperties, SpanLocation, std::string_view>;

/// The name is copied.
using ThreadDynamicSpanGuard = detail::ThreadGuard<detail::NoSpanProperties, SpanLocation, detail::DynamicName>;

/// A span that may end on another thread than it began on: it lives in a coroutine's frame. It is a child of its
/// thread's current async span, and is the current one itself until it ends; async.hpp describes the duties of
/// coroutines.
using AsyncSpanGuard = detail::AsyncGuard<detail::NoSpanProperties, SpanMetadata>;
/// The name has static lifetime.
using AsyncNamedSpanGuard = detail::AsyncGuard<detail::NoSpanProperties, SpanLocation, std::string_view>;
/// The name is copied.
using AsyncDynamicSpanGuard = detail::AsyncGuard<detail::NoSpanProperties, SpanLocation, detail::DynamicName>;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

template <bool IsCompiled>
using GuardIf = std::conditional_t<IsCompiled, ThreadSpanGuard, NoGuard>;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
