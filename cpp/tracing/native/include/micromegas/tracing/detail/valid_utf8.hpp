#pragma once

#include <micromegas/abi.hpp>

#include <string>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The text, if it is UTF-8, as a reader refuses a block with one that is not; otherwise a copy in `repaired`, in which
/// each byte that belongs to no character is replaced by U+FFFD.
[[nodiscard]] std::string_view valid_utf8(std::string_view text, std::string& repaired);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
