// {fmt} without the code for wide numbers, unless somebody needs it; and without all of it, unless somebody needs that:
// see log_call.hpp.
// Why: docs/decisions/0023-formatting-code-only-for-what-is-logged.md
#pragma once

#include <micromegas/tracing/format.hpp>

#include <fmt/format.h>

namespace micromegas::tracing::detail {

/// As fmt::vformat_to. No argument is a wide number itself, unless `expect_any_argument` was called before.
void format_entry(fmt::memory_buffer& buffer, fmt::string_view format, fmt::format_args args);

// What calls these has the code linked that they stand for.

/// A message may have more than plain fields from now on.
void expect_any_format() noexcept;
/// Arguments may be wide numbers from now on.
void expect_any_argument() noexcept;

}  // namespace micromegas::tracing::detail
