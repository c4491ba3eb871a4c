// {fmt} without the code for wide numbers, unless it is needed; and without any formatter, unless one is needed: see
// log_call.hpp.
// Why: docs/decisions/0023-formatting-code-only-for-what-is-logged.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/format.hpp>

#include <fmt/format.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// As fmt::vformat_to. No argument is a wide number itself, unless `link_wide_number_formatter` was called before.
void format_entry(fmt::memory_buffer& buffer, fmt::string_view format, fmt::format_args args);

// Calling one of these is what makes the linker keep the code.

/// From now on a message may have more than plain fields.
void link_full_formatter() noexcept;
/// From now on arguments may be wide numbers.
void link_wide_number_formatter() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
