// The default target of a call site: the namespace that encloses it, found at compile time.
// Why: docs/decisions/0001-target-from-the-enclosing-namespace.md
#pragma once

#include <micromegas/abi.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

// A variable that is declared `extern` in a block belongs to the innermost enclosing *namespace*, regardless of
// classes, functions and lambdas between ([basic.scope.block]). Its qualified name, as the compiler prints it for a
// template argument, is therefore the namespace alone; __PRETTY_FUNCTION__ of the call site could not tell a class from
// a namespace. The variable is a template argument only and never defined. Nothing that the linker sees is named after
// it.
struct NamespaceProbe {};

inline constexpr std::string_view kProbeName = "micromegas_namespace_probe";

// The compiler runs the following for every call site, so it goes by position instead of searching.

/// "eng::sql::(anonymous namespace)::" of "... = eng::sql::(anonymous namespace)::micromegas_namespace_probe]", or ""
/// in the global namespace.
constexpr std::string_view find_qualifier(std::string_view printed) noexcept {
    std::size_t end = printed.size() - kProbeName.size() - 1;
    while (printed[end - 1] != ':' && printed[end - 1] != ' ') {
        --end;
    }
    std::size_t begin = end;
    while (printed[begin - 1] != '=') {
        --begin;
    }
    return printed[end - 1] == ' ' ? std::string_view{} : printed.substr(begin + 1, end - begin - 1);
}

/// Whether a part of it is no name: clang prints "(anonymous namespace)", GCC "{anonymous}".
constexpr bool holds_anonymous(std::string_view qualifier) noexcept {
    for (const char c : qualifier) {  // NOLINT(readability-use-anyofallof): <algorithm> is large
        if (c == '(' || c == '{') {
            return true;
        }
    }
    return false;
}

/// "eng::sql" of "eng::sql::(anonymous namespace)::". Writes to `out` unless it is null; returns the size.
constexpr std::size_t leave_anonymous_out(std::string_view qualifier, char* out) noexcept {
    std::size_t size = 0;
    const auto append = [&](std::string_view part) {
        for (const char c : part) {
            if (out != nullptr) {
                out[size] = c;
            }
            ++size;
        }
    };
    while (!qualifier.empty()) {
        const std::string_view part = qualifier.substr(0, qualifier.find("::"));
        qualifier.remove_prefix(part.size() + 2);
        if (!holds_anonymous(part)) {
            append(size == 0 ? "" : "::");
            append(part);
        }
    }
    return size;
}

template <std::size_t Size>
struct FixedText {
    std::array<char, Size + 1> chars{};

    static constexpr std::size_t size() noexcept { return Size; }
};

/// Keyed by the text, so that each name stands in the program once, and no symbol depends on a probe: those of an
/// anonymous namespace are as many as there are call sites (GCC), all under one name.
template <std::size_t Size, FixedText<Size> Text>
inline constexpr FixedText<Size> kStaticText = Text;

template <std::size_t... At>
constexpr auto copy_text(const char* from, std::index_sequence<At...>) noexcept {
    return FixedText<sizeof...(At)>{{from[At]...}};
}

/// A class, as in a template clang prints the argument of a function without its namespace.
template <NamespaceProbe& Probe>
struct EnclosingNamespace {
    static constexpr const auto& text() noexcept {
        constexpr std::string_view qualifier = find_qualifier({__PRETTY_FUNCTION__, sizeof __PRETTY_FUNCTION__ - 1});
        if constexpr (!holds_anonymous(qualifier)) {
            constexpr std::size_t size = qualifier.empty() ? 0 : qualifier.size() - 2;
            return kStaticText<size, copy_text(qualifier.data(), std::make_index_sequence<size>{})>;
        } else {
            constexpr std::size_t size = leave_anonymous_out(qualifier, nullptr);
            constexpr FixedText<size> text = [](std::string_view from) {
                FixedText<size> result;
                leave_anonymous_out(from, result.chars.data());
                return result;
            }(qualifier);
            return kStaticText<size, text>;
        }
    }
};

/// Code in the global namespace has the stem of its file as target: "src/main.cpp" is "main".
/// A template of the text, which the compiler computes, so that nothing that depends on a probe is left for run time:
/// debuggers' information would refer to the probe, and one with C language linkage is another's namesake.
template <const auto& Enclosing>
constexpr std::string_view target_or_file_stem(std::string_view file) noexcept {
    if (Enclosing.size() != 0) {
        return {Enclosing.chars.data(), Enclosing.size()};
    }
    file.remove_prefix(file.find_last_of("/\\") + 1);  // npos + 1 is 0
    return file.substr(0, file.rfind('.'));
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

#define MM_DETAIL_CONCAT_(a, b) a##b
#define MM_DETAIL_CONCAT(a, b) MM_DETAIL_CONCAT_(a, b)

// In an `extern "C"` block the variable has C language linkage. clang then treats all of one name as one variable, even
// in different namespaces, so each line has its own. The level of inclusion is the file's, 0 for source files, which
// contain such blocks.
//
// clang reports at the end of the file that a probe in an anonymous namespace "has internal linkage but is not
// defined". It looks the warning's state up by the line of the outermost macro, so a push and pop inside the macro have
// no effect. Nothing is lost: a function or variable with internal linkage that really lacks a definition does not
// link.
#if defined(__clang__)
#define MM_DETAIL_PROBE \
    MM_DETAIL_CONCAT(micromegas_namespace_probe_, MM_DETAIL_CONCAT(__LINE__, MM_DETAIL_CONCAT(_, __INCLUDE_LEVEL__)))
#pragma clang diagnostic ignored "-Wundefined-internal"
#else
#define MM_DETAIL_PROBE micromegas_namespace_probe
#endif

/// A constant expression behind a declaration of MM_DETAIL_PROBE.
#define MM_DETAIL_NAMESPACE_OF_PROBE                    \
    ::micromegas::tracing::detail::target_or_file_stem< \
        ::micromegas::tracing::detail::EnclosingNamespace<MM_DETAIL_PROBE>::text()>(__FILE__)

/// The namespace that encloses the place of use, as a `std::string_view` constant: "engine::sql".
/// Anonymous namespaces are left out. An inline namespace is part of the name with GCC, which prints it as any other,
/// and not with clang; name the target, or define MICROMEGAS_TARGET, where both compilers must agree.
#define MM_ENCLOSING_NAMESPACE()                                              \
    ([]() constexpr noexcept->::std::string_view {                            \
        extern ::micromegas::tracing::detail::NamespaceProbe MM_DETAIL_PROBE; \
        return MM_DETAIL_NAMESPACE_OF_PROBE;                                  \
    }())
