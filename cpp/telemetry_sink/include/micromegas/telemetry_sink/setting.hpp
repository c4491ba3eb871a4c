#pragma once

#include <micromegas/abi.hpp>

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The value of an option, and its origin. The program's value takes precedence; without one the environment may set
/// it. Converts from the value and to it.
template <class T>
class Setting {
public:
    enum class Origin : std::uint8_t { Default, Environment, Program };

    // The check of clang 14 knows no `requires`: copies and moves are excluded by it.
    // NOLINTBEGIN(bugprone-forwarding-reference-overload)
    template <class U>
    requires(std::convertible_to<U, T> && !std::same_as<std::remove_cvref_t<U>, Setting>) constexpr Setting(U&& value)
        : value_(std::forward<U>(value)), origin_(Origin::Program) {}
    // NOLINTEND(bugprone-forwarding-reference-overload)

    [[nodiscard]] static constexpr Setting by_default(T value) { return {std::move(value), Origin::Default}; }
    [[nodiscard]] static constexpr Setting from_environment(T value) { return {std::move(value), Origin::Environment}; }

    [[nodiscard]] constexpr const T& value() const noexcept { return value_; }
    constexpr operator const T&() const noexcept { return value_; }
    [[nodiscard]] constexpr Origin origin() const noexcept { return origin_; }
    [[nodiscard]] constexpr bool is_of_program() const noexcept { return origin_ == Origin::Program; }

private:
    constexpr Setting(T value, Origin origin) : value_(std::move(value)), origin_(origin) {}

    T value_;
    Origin origin_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
