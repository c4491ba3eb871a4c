// Blocks for servers that do not know properties of spans, those before 0.33: such an end would leave its span open,
// and the whole partition unreadable. Why: docs/decisions/0053-properties-of-a-span-travel-with-its-end.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/parse_block.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The queues of a block.
struct BlockQueues {
    std::vector<std::byte> dependencies;
    std::vector<std::byte> objects;
};

/// A block of spans, each end that has properties replaced by that of the same span without them. Nothing where there
/// is none to replace, and where the block cannot be read.
[[nodiscard]] std::optional<BlockQueues> without_span_properties(const transit::BlockInput& block);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
