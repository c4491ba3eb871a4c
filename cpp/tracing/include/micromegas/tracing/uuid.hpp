// Universally unique identifiers, such as those of processes and blocks.
#pragma once

#include <micromegas/abi.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// A universally unique identifier; `random` makes version 4 (RFC 9562) from the system's random numbers.
class Uuid {
public:
    using Bytes = std::array<std::uint8_t, 16>;

    constexpr Uuid() noexcept = default;  ///< The nil UUID.
    constexpr explicit Uuid(const Bytes& bytes) noexcept : bytes_(bytes) {}

    [[nodiscard]] static Uuid random() noexcept;
    /// Reads "8-4-4-4-12" hexadecimal digits in any case.
    [[nodiscard]] static std::optional<Uuid> parse(std::string_view text) noexcept;

    /// Lower case, "8-4-4-4-12".
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] constexpr const Bytes& bytes() const noexcept { return bytes_; }

    friend constexpr bool operator==(const Uuid&, const Uuid&) noexcept = default;

private:
    Bytes bytes_{};
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
