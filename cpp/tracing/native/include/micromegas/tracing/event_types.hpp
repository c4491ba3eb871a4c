// The blocks and streams that `EventSink` names; defined in event_block.hpp.
#pragma once

namespace micromegas::tracing::detail {
/// Whether events are recorded on this platform: only then are there blocks, and text that waits.
inline constexpr bool kRecordsBlocks = true;
}  // namespace micromegas::tracing::detail

namespace micromegas::tracing {

class LogBlock;
class LogStream;
class MetricsBlock;
class MetricsStream;
class ThreadBlock;
class ThreadStream;
class ImageBlock;
class ImageStream;

}  // namespace micromegas::tracing
