// {fmt} without the code for wide numbers, unless somebody needs it: see wide_number.hpp.
#pragma once

#include <micromegas/tracing/format.hpp>

#include <fmt/format.h>

namespace micromegas::tracing::detail {

/// As fmt::vformat_to. No argument is a wide number itself, unless `expect_any_argument` was called before.
void format_entry(fmt::memory_buffer& buffer, fmt::string_view format, fmt::format_args args);

/// For entries whose arguments do not come from a log macro. What calls it has all of {fmt} linked.
void expect_any_argument() noexcept;

}  // namespace micromegas::tracing::detail
