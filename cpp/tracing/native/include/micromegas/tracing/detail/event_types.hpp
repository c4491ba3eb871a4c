// The block and the stream that `EventSink` names; defined in event_block.hpp.
#pragma once

namespace micromegas::tracing::detail {
/// Whether events are recorded on this platform: only then are there blocks, and text that waits.
inline constexpr bool kRecordsBlocks = true;
}  // namespace micromegas::tracing::detail

namespace micromegas::tracing {

struct EventBlock;
struct EventStream;

}  // namespace micromegas::tracing
