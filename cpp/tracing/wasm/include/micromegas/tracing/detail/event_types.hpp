// Blocks and streams do not exist on wasm. These satisfy the signatures of `EventSink`; none can be made.
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
/// Whether events are recorded on this platform: only then are there blocks, and text that waits.
inline constexpr bool kRecordsBlocks = false;
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {

struct EventBlock {
    EventBlock() = delete;
};
struct EventStream {
    EventStream() = delete;
};

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
