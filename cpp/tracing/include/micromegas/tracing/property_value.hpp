// A property as sinks get it: a name, and a value that has kept its type.
#pragma once

#include <micromegas/abi.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

enum class PropertyType : std::uint8_t { Text, Int, UInt, Double, Float, Bool };

/// A text, an integer, a floating-point number or a boolean. A text is a view: its characters belong to another.
class PropertyValue {
public:
    // NOLINTBEGIN(google-explicit-constructor,cppcoreguidelines-pro-type-member-init): a value is given as it is, and
    // is one member of the union
    constexpr PropertyValue() noexcept : text_{} {}
    constexpr PropertyValue(std::string_view text) noexcept : text_(text) {}
    constexpr PropertyValue(const char* text) noexcept : text_(text) {}
    PropertyValue(const std::string& text) noexcept : text_(text) {}
    PropertyValue(char) = delete;  // a text of one character, or a number?
    constexpr PropertyValue(std::same_as<bool> auto value) noexcept : bool_(value), type_(PropertyType::Bool) {}
    constexpr PropertyValue(std::signed_integral auto value) noexcept : int_(value), type_(PropertyType::Int) {}
    constexpr PropertyValue(std::unsigned_integral auto value) noexcept requires(!std::same_as<decltype(value), bool>)
        : uint_(value), type_(PropertyType::UInt) {}
    constexpr PropertyValue(double value) noexcept : double_(value), type_(PropertyType::Double) {}
    constexpr PropertyValue(float value) noexcept : float_(value), type_(PropertyType::Float) {}
    // NOLINTEND(google-explicit-constructor,cppcoreguidelines-pro-type-member-init)

    [[nodiscard]] constexpr PropertyType type() const noexcept { return type_; }

    /// Calls `visit` with the value: std::string_view, std::int64_t, std::uint64_t, double, float or bool.
    template <class Visit>
    constexpr decltype(auto) visit(Visit&& visit) const {
        switch (type_) {
            case PropertyType::Int:
                return visit(int_);
            case PropertyType::UInt:
                return visit(uint_);
            case PropertyType::Double:
                return visit(double_);
            case PropertyType::Float:
                return visit(float_);
            case PropertyType::Bool:
                return visit(bool_);
            case PropertyType::Text:
                break;
        }
        return visit(text_);
    }

    /// The characters; empty for any other type than Text.
    [[nodiscard]] constexpr std::string_view text() const noexcept {
        return type_ == PropertyType::Text ? text_ : std::string_view{};
    }

    /// Of the same type, with equal values.
    friend bool operator==(const PropertyValue& a, const PropertyValue& b) noexcept {
        return a.type_ == b.type_ && a.visit([&b](const auto& value) {
            return b.visit([&value](const auto& other) {
                if constexpr (std::is_same_v<decltype(value), decltype(other)>) {
                    return value == other;
                } else {
                    return false;
                }
            });
        });
    }

private:
    union {
        std::string_view text_;
        std::int64_t int_;
        std::uint64_t uint_;
        double double_;
        float float_;
        bool bool_;
    };
    PropertyType type_ = PropertyType::Text;
};

/// The value as "{}" formats it, appended.
void append_text(std::string& to, const PropertyValue& value);
[[nodiscard]] std::string to_text(const PropertyValue& value);

/// A property on its way to a sink. The characters of both belong to another, and are valid during the call.
struct PropertyView {
    std::string_view name;
    PropertyValue value;

    friend bool operator==(const PropertyView&, const PropertyView&) = default;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
