// The arguments of a log call, copied as they are and formatted when the collector makes a block or text of them.
//
// Copied are arithmetic types, enums, pointers, strings by value, and types of which `is_safe_to_copy` is true. A call
// with an argument of any other type is formatted in the caller, since the collector cannot know which objects its
// formatter refers to. Why: docs/decisions/0012-arguments-of-a-log-call-are-copied.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/property_args.hpp>
#include <micromegas/tracing/detail/recording.hpp>
#include <micromegas/tracing/format.hpp>
#include <micromegas/tracing/property_value.hpp>
#include <micromegas/tracing/safe_to_copy.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Receives the message of a deferred call. Not a class with virtual functions: the users' part and the library's may
/// be compiled with different layouts of such a class (RTTI, sanitizers).
struct DeferredText {
    void (*format)(DeferredText& self, std::string_view format, fmt::format_args args) noexcept;
};

/// Reads the arguments at `args`, gives the message to `text` unless that is null, returns the end of the arguments.
using FormatDeferred = const std::byte* (*)(const std::byte* args, std::string_view format, DeferredText* text);

template <class T>
T take(const std::byte*& from) noexcept {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): written at once; T may have no default constructor
    std::array<std::byte, sizeof(T)> bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    from += sizeof bytes;
    return __builtin_bit_cast(T, bytes);
}

template <class T>
inline constexpr bool kIsPlain = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, void*> ||
                                 std::is_same_v<T, const void*> || std::is_same_v<T, std::nullptr_t> ||
                                 is_declared_safe_to_copy<T>();

template <class Arg>
inline constexpr bool kIsDeferrable = (kIsPlain<Decayed<Arg>> ||
                                       kIsText<Decayed<Arg>>)&&!std::is_volatile_v<std::remove_reference_t<Arg>>;

/// A text on its way into a record: 16 bytes, which a call passes in registers.
class TextArg {
public:
    constexpr explicit TextArg(std::string_view text) noexcept : characters_(text.data()), size_(text.size()) {}

    [[nodiscard]] std::string_view text() const noexcept { return {characters_, size_}; }
    [[nodiscard]] std::size_t size() const noexcept { return sizeof size_ + size_; }
    std::byte* write(std::byte* to) const noexcept { return put_bytes(put(to, size_), characters_, size_); }
    static std::string_view read(const std::byte*& from) noexcept {
        const auto size = take<std::size_t>(from);
        const std::string_view text{reinterpret_cast<const char*>(from), size};
        from += size;
        return text;
    }

private:
    const char* characters_;
    std::size_t size_;
};

/// The type that a call passes for an argument: itself, or its text. Calls with the same types here share the code that
/// records them.
template <class Arg>
using DeferredArg = std::conditional_t<kIsPlain<Decayed<Arg>>, Decayed<Arg>, TextArg>;

template <class Arg>
[[gnu::always_inline]] inline DeferredArg<Arg> defer(const Arg& arg) noexcept {
    if constexpr (kIsPlain<Decayed<Arg>>) {
        return arg;
    } else {
        return TextArg{to_view(arg)};
    }
}

template <class T>
constexpr std::size_t size_of_arg(const T&) noexcept {
    return sizeof(T);
}
inline std::size_t size_of_arg(const TextArg& arg) noexcept { return arg.size(); }

template <class T>
std::byte* put_arg(std::byte* to, const T& arg) noexcept {
    return put(to, arg);
}
inline std::byte* put_arg(std::byte* to, const TextArg& arg) noexcept { return arg.write(to); }

/// A property of a call on its way into a record: the type of the value, one byte, and the value.
template <class T>
struct PropertyArg {
    T value;
};

template <class T>
inline constexpr PropertyType kPropertyType = PropertyValue{T{}}.type();
template <>
inline constexpr PropertyType kPropertyType<TextArg> = PropertyType::Text;

template <class T>
constexpr std::size_t size_of_property(const T&) noexcept {
    return 0;
}
template <class T>
constexpr std::size_t size_of_property(const PropertyArg<T>& property) noexcept {
    return sizeof(PropertyType) + size_of_arg(property.value);
}

template <class T>
std::byte* put_property(std::byte* to, const T&) noexcept {
    return to;
}
template <class T>
std::byte* put_property(std::byte* to, const PropertyArg<T>& property) noexcept {
    return put_arg(put(to, kPropertyType<T>), property.value);
}

// A property is none of the arguments of the format.
template <class T>
constexpr std::size_t size_of_arg(const PropertyArg<T>&) noexcept {
    return 0;
}
template <class T>
std::byte* put_arg(std::byte* to, const PropertyArg<T>&) noexcept {
    return to;
}

template <class T>
using PropertyArgOf =
    PropertyArg<std::conditional_t<kKindOfValue<T> >= ValueKind::Character, TextArg,
                                   decltype(typed_value(std::declval<const T&>(), std::declval<std::string&>()))>>;

template <PropertyKey Key, class T>
requires(!kIsFormatted<T>)
    [[gnu::always_inline]] inline PropertyArgOf<T> defer(const KeyedValue<Key, T>& property) noexcept {
    if constexpr (kKindOfValue<T> >= ValueKind::Character) {
        return {TextArg{typed_value(property.value)}};
    } else {
        return {typed_value(property.value)};
    }
}
/// The default argument lives until the end of the call's statement; other calls have no code that destroys it.
template <PropertyKey Key, class T>
requires(kIsFormatted<T>) [[gnu::always_inline]] inline PropertyArgOf<T> defer(const KeyedValue<Key, T>& property,
                                                                               std::string&& formatted = {}) noexcept {
    return {TextArg{typed_value(property.value, formatted)}};
}

template <class T>
auto take_arg(const std::byte*& from) noexcept {
    if constexpr (std::is_same_v<T, TextArg>) {
        return TextArg::read(from);
    } else {
        return take<T>(from);
    }
}

/// Formats from its constructor, because braces, unlike parentheses, evaluate in order.
struct FormatValues {
    template <class... Values>
    FormatValues(std::string_view format, DeferredText* text, const Values&... values) {
        if (text != nullptr) {
            text->format(*text, format, fmt::make_format_args(values...));
        }
    }
};

template <class... Args>
const std::byte* format_deferred(const std::byte* args, std::string_view format, DeferredText* text) {
    FormatValues{format, text, take_arg<Args>(args)...};
    return args;
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
