// Keys of the properties of a call, which are part of the types of its arguments: what is wrong with one is found at
// compile time, and a record has one address for all of them.
// Why: docs/decisions/0051-properties-of-a-call.md
#pragma once

#include <micromegas/abi.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// As servers compare keys: ASCII letters without case.
constexpr bool is_same_key(std::string_view a, std::string_view b) noexcept {
    const auto to_lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t at = 0; at < a.size(); ++at) {
        if (to_lower(a[at]) != to_lower(b[at])) {
            return false;
        }
    }
    return true;
}

/// The text of a key as a template argument.
template <std::size_t Size>
struct PropertyKey {
    consteval PropertyKey(const char (&literal)[Size]) {  // NOLINT: only a literal is of this type
        for (std::size_t at = 0; at < Size; ++at) {
            text[at] = literal[at];
        }
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text.data(), Size - 1}; }

    std::array<char, Size> text{};
};
/// Else the compiler's first words are about deduction.
template <>
struct PropertyKey<0> {
    template <class Text>
    consteval PropertyKey(const Text&) {  // NOLINT: never called
        static_assert(sizeof(Text) == 0, "the key of a property must be a string literal");
    }

    [[nodiscard]] static constexpr std::string_view view() noexcept { return {}; }
};
template <class Text>
requires(!std::is_array_v<Text>) PropertyKey(const Text&)
->PropertyKey<0>;

/// An argument that is a property: made by MM_P, and read before the statement ends.
template <PropertyKey Key, class T>
struct KeyedValue {
    const T& value;
};

template <PropertyKey Key, class T>
constexpr KeyedValue<Key, T> keyed(const T& value) noexcept {
    return {value};
}

struct NoKey {
    static constexpr bool kIsProperty = false;
    static constexpr std::string_view kKey = {};
};
template <PropertyKey Key>
struct KeyConstant {
    static constexpr bool kIsProperty = true;
    static constexpr std::string_view kKey = Key.view();
};

template <class Arg>
struct PropertyTraits {
    using Key = NoKey;
};
template <PropertyKey Text, class T>
struct PropertyTraits<KeyedValue<Text, T>> {
    using Key = KeyConstant<Text>;
};
/// Of an argument: `NoKey` unless it is a property.
template <class Arg>
using KeyOf = typename PropertyTraits<std::remove_cvref_t<Arg>>::Key;

template <class Arg>
inline constexpr bool kIsProperty = KeyOf<Arg>::kIsProperty;
template <class... Args>
inline constexpr bool kHasProperties = (kIsProperty<Args> || ...);

/// The keys of a call, in its order.
struct KeyTable {
    const std::string_view* keys;
    std::size_t count;
};

template <class... Keys>
constexpr auto collect_keys() noexcept {
    std::array<std::string_view, (static_cast<std::size_t>(Keys::kIsProperty) + ...)> keys{};
    std::size_t count = 0;
    ((Keys::kIsProperty ? static_cast<void>(keys[count++] = Keys::kKey) : static_cast<void>(0)), ...);
    return keys;
}
template <class... Keys>
inline constexpr auto kKeysOf = collect_keys<Keys...>();
template <class... Keys>
inline constexpr KeyTable kKeyTable{kKeysOf<Keys...>.data(), kKeysOf<Keys...>.size()};

enum class PropertiesOf : std::uint8_t { Log, Metric, Span };

constexpr bool is_reserved_key(PropertiesOf event, std::string_view key) noexcept {
    return is_same_key(key, "level") || is_same_key(key, "target") ||
           (event != PropertiesOf::Log && is_same_key(key, "name")) ||
           (event == PropertiesOf::Metric && is_same_key(key, "unit"));
}

/// Of one key: so that the compiler tells which.
template <PropertiesOf Event, class Key>
constexpr bool check_key() noexcept {
    static_assert(!Key::kIsProperty || !Key::kKey.empty(), "the key of a property must not be empty");
    static_assert(!Key::kIsProperty || !is_reserved_key(PropertiesOf::Log, Key::kKey),
                  "the keys \"level\" and \"target\" are reserved: a server takes such a property for the level or "
                  "target of the event itself; give the property another key");
    static_assert(!Key::kIsProperty || Event != PropertiesOf::Metric ||
                      !is_reserved_key(PropertiesOf::Metric, Key::kKey) ||
                      is_reserved_key(PropertiesOf::Log, Key::kKey),
                  "the keys \"name\" and \"unit\" are reserved on a metric: a server takes such a property for the "
                  "name or unit of the metric itself; give the property another key");
    static_assert(!Key::kIsProperty || Event != PropertiesOf::Span || !is_reserved_key(PropertiesOf::Span, Key::kKey) ||
                      is_reserved_key(PropertiesOf::Log, Key::kKey),
                  "the key \"name\" is reserved on a span: a server takes such a property for the name of the span "
                  "itself; give the property another key");
    return true;
}

template <class... Keys>
constexpr bool has_repeated_key() noexcept {
    const auto& keys = kKeysOf<Keys...>;
    for (std::size_t at = 0; at < keys.size(); ++at) {
        for (std::size_t other = 0; other < at; ++other) {
            if (is_same_key(keys[at], keys[other])) {
                return true;
            }
        }
    }
    return false;
}

template <class... Keys>
constexpr bool has_property_before_argument() noexcept {
    bool has_property = false;
    bool found = false;
    ((Keys::kIsProperty ? has_property = true : found = found || has_property), ...);
    return found;
}

/// Refuses the properties of a call at compile time.
template <PropertiesOf Event, class... Keys>
constexpr bool check_properties() noexcept {
    static_assert((check_key<Event, Keys>() && ...));
    static_assert(!has_repeated_key<Keys...>(),
                  "two properties of this call have the same key, without regard to case; a server keeps one of them");
    static_assert(!has_property_before_argument<Keys...>(),
                  "a property stands before an argument of the format; properties come last: "
                  "MM_INFO(\"{} rows\", n, MM_P(\"table\", name))");
    return true;
}

/// The table of the keys among arguments of these types, which are checked.
template <PropertiesOf Event, class... Args>
constexpr const KeyTable& key_table() noexcept {
    static_assert(check_properties<Event, KeyOf<Args>...>());
    return kKeyTable<KeyOf<Args>...>;
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
