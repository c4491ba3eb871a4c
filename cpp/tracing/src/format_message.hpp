#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/format.hpp>

#include <string_view>

#include <fmt/format.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// A formatted message in a buffer that lives on the stack while it is short.
class FormattedMessage {
public:
    FormattedMessage(std::string_view format, fmt::format_args args) noexcept;

    [[nodiscard]] std::string_view text() const noexcept { return {buffer_.data(), buffer_.size()}; }

private:
    fmt::memory_buffer buffer_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
