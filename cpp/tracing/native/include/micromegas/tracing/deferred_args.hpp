// The arguments of a log call, copied as they are and formatted when the block is handed over.
//
// Copied are arithmetic types, enums, pointers and strings. Strings are copied by value, but for `const char` arrays of
// static storage (string literals), of which the address is kept. A call with an argument of any other type is
// formatted in the caller, since the collector cannot know what its formatter refers to.
// Why: docs/decisions/0012-arguments-of-a-log-call-are-copied.md
#pragma once

#include <micromegas/tracing/format.hpp>
#include <micromegas/tracing/recording.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace micromegas::tracing::detail {

/// Receives the message of a deferred call.
class DeferredText {
public:
    DeferredText() = default;
    DeferredText(const DeferredText&) = delete;
    DeferredText& operator=(const DeferredText&) = delete;
    virtual ~DeferredText() = default;

    virtual void format(std::string_view format, fmt::format_args args) noexcept = 0;
};

/// Reads the arguments at `args`, gives the message to `text` unless that is null, returns the end of the arguments.
using FormatDeferred = const std::byte* (*)(const std::byte* args, std::string_view format, DeferredText* text);

template <class T>
T take(const std::byte*& from) noexcept {
    T value;
    std::memcpy(&value, from, sizeof value);
    from += sizeof value;
    return value;
}

template <class T>
inline constexpr bool kIsPlain = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::same_as<T, void*> ||
                                 std::same_as<T, const void*> || std::same_as<T, std::nullptr_t>;

template <class T>
inline constexpr bool kIsText = std::same_as<T, std::string> || std::same_as<T, std::string_view> ||
                                std::same_as<T, const char*> || std::same_as<T, char*>;

template <class Arg>
using Decayed = std::decay_t<std::remove_cvref_t<Arg>>;  // an array of char is a pointer then

template <class Arg>
inline constexpr bool kIsDeferrable = (kIsPlain<Decayed<Arg>> ||
                                       kIsText<Decayed<Arg>>)&&!std::is_volatile_v<std::remove_reference_t<Arg>>;

/// An argument on its way into a record: its size is known before the record is reserved.
template <class T>
struct PlainArg {
    T value;

    static constexpr std::size_t size() noexcept { return sizeof(T); }
    std::byte* write(std::byte* to) const noexcept { return put(to, value); }
    static T read(const std::byte*& from) noexcept { return take<T>(from); }
};

struct TextArg {
    // The size with this bit: not the characters follow but their address.
    static constexpr std::size_t kByReference = std::size_t{1} << 63;

    std::string_view text;
    bool by_reference = false;

    [[nodiscard]] std::size_t size() const noexcept {
        return sizeof(std::size_t) + (by_reference ? sizeof(const char*) : text.size());
    }
    std::byte* write(std::byte* to) const noexcept {
        if (by_reference) {
            return put(put(to, text.size() | kByReference), text.data());
        }
        return put_bytes(put(to, text.size()), text.data(), text.size());
    }
    static std::string_view read(const std::byte*& from) noexcept {
        const auto size = take<std::size_t>(from);
        if ((size & kByReference) != 0) {
            return {take<const char*>(from), size & ~kByReference};
        }
        const std::string_view text{reinterpret_cast<const char*>(from), size};
        from += size;
        return text;
    }
};

template <class Arg>
using DeferredArg = std::conditional_t<kIsPlain<Decayed<Arg>>, PlainArg<Decayed<Arg>>, TextArg>;

inline std::string_view to_view(const char* text) noexcept {
    return text != nullptr ? std::string_view{text} : "(null)";
}

/// Always inlined: whether the array is of static storage is known only where the compiler sees the caller's.
template <class Arg>
[[gnu::always_inline]] inline DeferredArg<Arg> defer(const Arg& arg) noexcept {
    if constexpr (kIsPlain<Decayed<Arg>>) {
        return {arg};
    } else if constexpr (std::is_array_v<Arg>) {
        return {to_view(arg), std::is_const_v<std::remove_extent_t<Arg>> && __builtin_constant_p(&arg[0]) != 0};
    } else if constexpr (std::is_pointer_v<Arg>) {
        return {to_view(arg)};
    } else {
        return {std::string_view{arg}};
    }
}

template <class... DeferredArgs>
const std::byte* format_deferred(const std::byte* args, std::string_view format, DeferredText* text) {
    // Braces, unlike parentheses, evaluate in order.
    std::tuple<decltype(DeferredArgs::read(args))...> values{DeferredArgs::read(args)...};
    if (text != nullptr) {
        std::apply([&](auto&... value) { text->format(format, fmt::make_format_args(value...)); }, values);
    }
    return args;
}

}  // namespace micromegas::tracing::detail
