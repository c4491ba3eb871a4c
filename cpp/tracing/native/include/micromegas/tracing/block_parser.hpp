// Blocks of log entries, metrics, spans and images back to values.
#pragma once

#include <micromegas/transit/parse_block.hpp>

#include <variant>

namespace micromegas::tracing {

/// A block of any stream. Events and metadata are objects of the wire's names and fields; a property set is an object
/// with a member a property.
[[nodiscard]] std::variant<transit::ParsedBlock, transit::ParseError> parse_block(const transit::BlockInput& input);

}  // namespace micromegas::tracing
