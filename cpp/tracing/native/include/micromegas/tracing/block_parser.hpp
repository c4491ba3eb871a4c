// Blocks of log entries, metrics, spans and images back to values.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/parse_block.hpp>

#include <variant>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

/// Parses a block of any stream. Events and metadata are objects with the wire's names and fields; a property set is an
/// object with one member for each property.
[[nodiscard]] std::variant<transit::ParsedBlock, transit::ParseError> parse_block(const transit::BlockInput& input);

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
