// The blocks and streams that `EventSink` names; defined in event_block.hpp.
#pragma once

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
