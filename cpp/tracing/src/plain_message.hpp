#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/format.hpp>

#include <string_view>

#include <fmt/format.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Formats most messages into an empty buffer: `{}` for texts, booleans, characters and numbers
/// (plain_number.hpp says which), as much as fits into the buffer as it is. None of this can fail, and it takes a third
/// of {fmt}'s time, as {fmt} reads arguments and specs of any kind. The result is {fmt}'s. False for everything else.
[[nodiscard]] bool format_plain_message(fmt::memory_buffer& buffer, std::string_view format,
                                        const fmt::format_args& args) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
