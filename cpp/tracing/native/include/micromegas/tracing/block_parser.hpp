// Blocks of log entries, metrics, spans and images back to values.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/transit/parse_block.hpp>

#include <variant>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Parses a block of any stream. Events and metadata are objects with the wire's names and fields; a property set is an
/// object with one member for each property.
/// An event of a dynamic type that this version does not know has one member, `bytes`.
[[nodiscard]] std::variant<transit::ParsedBlock, transit::ParseError> parse_block(const transit::BlockInput& input);

/// Parses a block as a sink gets it.
[[nodiscard]] std::variant<transit::ParsedBlock, transit::ParseError> parse_event_block(const EventBlock& block);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
