// The name of a function with its class, "Table::insert", found at compile time in __PRETTY_FUNCTION__.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/target.hpp>

#include <cstddef>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Reads one __PRETTY_FUNCTION__, as GCC or clang writes it: "T engine::Table<T>::insert(int) const [with T = long]",
/// "auto engine::run()::(anonymous class)::operator()() const".
class FunctionName {
public:
    constexpr explicit FunctionName(std::string_view pretty) noexcept : pretty_(pretty) { find_end(); }

    /// Without return type, namespaces, template arguments and parameters: of a lambda, that of the function around it;
    /// "lambda" where there is none. Writes to `out` unless it is null; returns the size.
    constexpr std::size_t write(std::string_view enclosing_namespace, char* out) const noexcept {
        std::size_t size = 0;
        int depth = 0;
        const auto put = [&](char c) {
            if (out != nullptr) {
                out[size] = c;
            }
            ++size;
        };
        for (std::size_t at = without_namespaces(enclosing_namespace); at < end_; ++at) {
            const char c = pretty_[at];
            if (at >= operator_) {
                const bool is_between = c == ' ' && (pretty_[at + 1] == '*' || pretty_[at + 1] == '&');
                if (!is_between) {  // clang writes "char *"
                    put(c);
                }
            } else if (is_opening(c)) {
                ++depth;
            } else if (is_closing(c)) {
                --depth;
            } else if (depth == 0) {
                put(c);
            }
        }
        if (size == 0) {
            for (const char c : std::string_view{"lambda"}) {
                put(c);
            }
        }
        return size;
    }

private:
    static constexpr bool is_opening(char c) noexcept { return c == '<' || c == '(' || c == '[' || c == '{'; }
    static constexpr bool is_closing(char c) noexcept { return c == '>' || c == ')' || c == ']' || c == '}'; }
    static constexpr bool is_letter(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    constexpr bool has(std::size_t at, std::string_view text) const noexcept {
        return pretty_.substr(at, text.size()) == text;
    }
    /// Behind the bracket that closes the one at `at`.
    constexpr std::size_t behind_brackets(std::size_t at) const noexcept {
        int depth = 0;
        do {
            depth += is_opening(pretty_[at]) ? 1 : 0;
            depth -= is_closing(pretty_[at]) && pretty_[at - 1] != '-' ? 1 : 0;
            ++at;
        } while (depth != 0 && at < pretty_.size());
        return at;
    }

    /// Brackets inside the name: a namespace without one, the type of an expression, arguments of a template.
    constexpr bool opens_part_of_name(std::size_t at) const noexcept {
        if (pretty_[at] == '(') {
            return has(at, "(anonymous namespace)") || (at >= 8 && has(at - 8, "decltype"));
        }
        return is_opening(pretty_[at]) && pretty_[at] != '[' && !has(at, "<lambda");
    }
    constexpr bool is_operator(std::size_t at) const noexcept {
        return has(at, "operator") && !is_letter(pretty_[at + 8]) && (at == 0 || !is_letter(pretty_[at - 1]));
    }
    constexpr void find_end_of_operator(std::size_t at) noexcept {
        operator_ = at;
        at += has(at + 8, "()") ? 10 : 8;
        while (at < pretty_.size() && pretty_[at] != '(' && !starts_arguments(at)) {
            ++at;
        }
        end_ = at;
    }

    /// The name ends at the parameters; an enclosing function's come first.
    constexpr void find_end() noexcept {
        std::size_t at = 0;
        while (at < pretty_.size()) {
            const char c = pretty_[at];
            if (is_operator(at)) {
                find_end_of_operator(at);
                return;
            }
            if (opens_part_of_name(at)) {
                at = behind_brackets(at);
            } else if (is_opening(c)) {  // "(anonymous class)", "(lambda at …)", too
                break;
            } else {
                ++at;
                if (c == ' ' || c == '*' || c == '&') {
                    begin_ = at;  // all before belongs to the type
                }
            }
        }
        end_ = at;
        while (end_ > begin_ && pretty_[end_ - 1] == ':') {
            --end_;
        }
    }
    /// Of an operator template: "operator<<" is followed by '(' or by "<T>(".
    constexpr bool starts_arguments(std::size_t at) const noexcept {
        return pretty_[at] == '<' && is_letter(pretty_[at + 1]) && !is_letter(pretty_[at - 1]);
    }

    constexpr std::size_t without_namespaces(std::string_view enclosing) const noexcept {
        std::size_t at = begin_;
        for (;;) {
            const std::string_view part = enclosing.substr(0, enclosing.find("::"));
            if (has(at, "(anonymous namespace)::") || has(at, "{anonymous}::")) {
                at += has(at, "(") ? 23 : 13;
            } else if (!part.empty() && has(at, part) && has(at + part.size(), "::")) {
                at += part.size() + 2;
                enclosing.remove_prefix(part.size() == enclosing.size() ? part.size() : part.size() + 2);
            } else {
                return at;
            }
        }
    }

    std::string_view pretty_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t operator_ = std::string_view::npos;
};

template <std::size_t Size>
constexpr FixedText<Size> function_name(std::string_view pretty, std::string_view enclosing_namespace) noexcept {
    FixedText<Size> name;
    FunctionName{pretty}.write(enclosing_namespace, name.chars.data());
    return name;
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

/// The initial value of a constant FixedText, by its own deduced type. The namespace is that of the compiler's own
/// words, which may have parts that a target lacks; it does not matter, as parts are left out one by one.
#define MM_DETAIL_FUNCTION_NAME(enclosing_namespace)                                                           \
    (::micromegas::tracing::detail::function_name<                                                             \
        ::micromegas::tracing::detail::FunctionName{__PRETTY_FUNCTION__}.write(enclosing_namespace, nullptr)>( \
        __PRETTY_FUNCTION__, enclosing_namespace))
