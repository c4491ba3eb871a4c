// Text of a program, of which a terminal obeys no character.
#pragma once

#include <micromegas/abi.hpp>

#include <string>
#include <string_view>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

/// Escapes control characters, and those that change the direction of text, as `\x1b` or `\u202e`. Bytes that are no
/// UTF-8 are replaced.
void append_printable(std::string& to, std::string_view text);

/// The name or the value of a property: the same, in quotation marks where it would be ambiguous without them.
void append_word(std::string& to, std::string_view text);

/// A text of JSON.
void append_json(std::string& to, std::string_view text);

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
