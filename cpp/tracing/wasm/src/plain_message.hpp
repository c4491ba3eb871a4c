#pragma once

#include <micromegas/tracing/format.hpp>

#include <string_view>

#include <fmt/format.h>

namespace micromegas::tracing::detail {

/// Formats into an empty buffer what most messages are made of: `{}` for texts, integers, booleans and characters, as
/// much as fits into the buffer as it is. None of this can fail, and it takes a third of the time of {fmt}, which is
/// compiled for size. False for everything else.
[[nodiscard]] bool format_plain_message(fmt::memory_buffer& buffer, std::string_view format,
                                        const fmt::format_args& args) noexcept;

/// Makes the buffer large enough for such a message. False where an argument is a null pointer, or not a plain one.
[[nodiscard]] bool make_room_for_plain_message(fmt::memory_buffer& buffer, std::string_view format,
                                               const fmt::format_args& args) noexcept;

}  // namespace micromegas::tracing::detail
