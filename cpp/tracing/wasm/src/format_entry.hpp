// {fmt} without the code for wide numbers, unless it is needed; and without any formatter, unless one is needed: see
// log_call.hpp.
// Why: docs/decisions/0023-formatting-code-only-for-what-is-logged.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/format.hpp>

#include <fmt/format.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// As fmt::vformat_to. No argument is a wide number itself, unless `expect_any_argument` was called before.
void format_entry(fmt::memory_buffer& buffer, fmt::string_view format, fmt::format_args args);

// Calling one of these links the code that it needs.

/// A message may have more than plain fields from now on.
void expect_any_format() noexcept;
/// Arguments may be wide numbers from now on.
void expect_any_argument() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
